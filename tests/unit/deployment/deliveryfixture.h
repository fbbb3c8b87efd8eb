#pragma once

#include "deployment/delivery.h"
#include "repositoryof.h"

#include <array>

/// A deployed Prometheus whose alerts reach an Alertmanager, in manifests that a test can spoil.

inline std::string indented(const std::string &text, const std::string &margin)
{
    std::string lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at) + 1;
        lines += margin + text.substr(at, end - at);
        at = end;
    }
    return lines;
}

inline std::string mapOf(const std::string &name, const std::string &key, const std::string &text)
{
    return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\ndata:\n  " + key + ": |\n" +
           indented(text, "    ");
}

inline std::string serviceOf(const std::string &name, const std::string &port)
{
    return "apiVersion: v1\nkind: Service\nmetadata:\n  name: " + name + "\nspec:\n  ports:\n  - port: " + port + "\n";
}

/// A Deployment with one container and ConfigMap volumes: name, where, further keys of the mount.
inline std::string workloadOf(const std::string &name, const std::string &image,
                              const std::vector<std::array<std::string, 3>> &mounts, const std::string &args = "[]")
{
    std::string text =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: " + name +
        "\nspec:\n  template:\n    spec:\n      containers:\n      - name: main\n        image: " + image +
        "\n        args: " + args + "\n        volumeMounts:\n";
    for (const auto &[map, path, extra] : mounts)
        text += "        - {name: " + map + ", mountPath: " + path + extra + "}\n";
    text += "      volumes:\n";
    for (const auto &[map, path, extra] : mounts)
        text += "      - {name: " + map + ", configMap: {name: " + map + "}}\n";
    return text;
}

inline const std::string ruleFile = "groups:\n- name: g\n  rules:\n  - {alert: A, expr: x > 1}\n";
inline const std::string fineConfig =
    "alerting:\n  alertmanagers:\n  - static_configs:\n    - targets: [am.m.svc:9093]\n"
    "rule_files: [/rules/*.yml]\nscrape_configs:\n- job_name: a\n";

inline std::string prometheusOf(const std::string &rulesMount = "/rules", const std::string &extra = {})
{
    return workloadOf("prometheus", "prom/prometheus:v2.42.0",
                      {{{"config", "/etc/prometheus", ""}}, {{"rules", rulesMount, extra}}});
}

inline TestFiles fine()
{
    return {{"config.yaml", mapOf("config", "prometheus.yml", fineConfig)},
            {"rules.yaml", mapOf("rules", "a.yml", ruleFile)},
            {"prometheus.yaml", prometheusOf()},
            {"am.yaml", serviceOf("am", "9093")}};
}

inline TestFiles with(TestFiles files, const std::string &path, const std::string &text)
{
    std::erase_if(files, [&](const auto &file) { return file.first == path; });
    if (!text.empty())
        files.emplace_back(path, text);
    return files;
}

inline const std::string fineAlerting = fineConfig.substr(0, fineConfig.find("rule_files"));

inline TestFiles withConfig(const std::string &prometheusYml)
{
    return with(fine(), "config.yaml", mapOf("config", "prometheus.yml", prometheusYml));
}

inline std::vector<deployment::Finding> found(const TestRepository &source, const TestRepository &gitops,
                                              std::vector<std::string> remotes = {})
{
    const std::vector<deployment::Rendering> renderings = {deployment::renderingOfFiles(gitops.repository, {})};
    return deployment::deliveryFindings({source.repository, gitops.repository, renderings, source.rules, gitops.rules,
                                         [&](const std::string &) { return &source != &gitops; }, std::move(remotes)});
}
