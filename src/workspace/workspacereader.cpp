#include "workspace/clones.h"
#include "workspace/remoteurl.h"
#include "workspace/workspacefile.h"

#include "base/linetable.h"
#include "promql/dialecttext.h"
#include "yaml/stream.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>

// Reads rulewright.yaml. The first problem stops it; each names its line.

namespace workspace {

namespace {

using yaml::Node;
using yaml::NodeKind;

/// The options of an endpoint, in Prometheus's names; a name that ends with a dot takes any key behind it.
constexpr std::array<std::string_view, 21> endpointOptionNames = {
    "basic_auth.username",
    "basic_auth.password_file",
    "basic_auth.password_env",
    "basic_auth.password_keychain",
    "authorization.type",
    "authorization.credentials_file",
    "authorization.credentials_env",
    "authorization.credentials_keychain",
    "bearer_token_file",
    "bearer_token_env",
    "tls_config.ca_file",
    "tls_config.cert_file",
    "tls_config.key_file",
    "tls_config.server_name",
    "tls_config.insecure_skip_verify",
    "headers.",
    "params.",
    "timeout",
    "proxy_url",
    "dedup",
    "partial_response",
};

/// Keys that would hold a secret itself.
constexpr std::array<std::string_view, 3> secretNames = {"basic_auth.password", "authorization.credentials",
                                                         "bearer_token"};

class WorkspaceReader
{
public:
    WorkspaceReader(QString path, const std::string &text) : m_text(text), m_lines(text)
    {
        m_file.path = std::move(path);
    }

    base::Result<WorkspaceFile> read();

private:
    [[nodiscard]] base::Error problem(const base::Text &text, std::size_t at) const
    {
        return {base::ErrorKind::Invalid,
                {TRANSLATABLE("Core", "%1, line %2: %3"),
                 {m_file.path.toStdString(), std::to_string(m_lines.position(at).line), text.english()}},
                {}};
    }

    void fail(const base::Text &text, const Node &node)
    {
        if (!m_error)
            m_error = problem(text, node.range.start);
    }

    QString text(const Node &node, const char *key);
    QString innerPath(const Node &node, const char *key);
    const std::vector<std::unique_ptr<Node>> &items(const Node &node, const char *key);
    bool isMapping(const Node &node, const char *key);
    void readMapping(const Node &mapping);
    void readTarget(const Node &target, std::vector<Mapping> &targets);
    std::vector<MappedFiles> readFiles(const Node &node);
    void addOptions(EndpointEntry &endpoint, const std::string &name, const Node &key, const Node &node);
    void readEndpoint(const Node &mapping);
    QStringList readCommand(const Node &node);
    void readDialect(const Node &node);
    void readFeature(const Node &node);
    void readEnvironment(const Node &mapping);
    void checkEnvironments();
    QString repository(const char *role, const QString &written, QString &url);

    const std::string &m_text;
    base::LineTable m_lines;
    WorkspaceFile m_file;
    /// The nodes of `environments`, checked when all endpoints are known.
    std::vector<const Node *> m_environments;
    std::optional<base::Error> m_error;
};

QString WorkspaceReader::text(const Node &node, const char *key)
{
    if (node.kind != NodeKind::Scalar || node.value.empty())
        fail({TRANSLATABLE("Core", "The key \"%1\" needs a text."), {key}}, node);
    return QString::fromStdString(node.value);
}

/// A path inside a repository, without `.` and `/` at its ends.
QString WorkspaceReader::innerPath(const Node &node, const char *key)
{
    const QString path = QDir::cleanPath(text(node, key));
    if (path.startsWith('/') || path == ".." || path.startsWith("../")) {
        fail({TRANSLATABLE("Core", "The path \"%1\" leads out of its repository; mappings are relative to it."),
              {path.toStdString()}},
             node);
    }
    return path == "." ? QString() : path;
}

const std::vector<std::unique_ptr<Node>> &WorkspaceReader::items(const Node &node, const char *key)
{
    if (node.kind != NodeKind::Sequence && node.kind != NodeKind::Null)
        fail({TRANSLATABLE("Core", "The key \"%1\" needs a list."), {key}}, node);
    return node.items;
}

bool WorkspaceReader::isMapping(const Node &node, const char *key)
{
    if (node.kind == NodeKind::Mapping)
        return true;
    fail({TRANSLATABLE("Core", "Each entry of \"%1\" is a mapping of keys."), {key}}, node);
    return false;
}

std::vector<MappedFiles> WorkspaceReader::readFiles(const Node &node)
{
    std::vector<MappedFiles> files;
    for (const auto &item : items(node, "files")) {
        const Node &line = item->resolved();
        if (line.kind == NodeKind::Mapping && line.entries.size() == 1) {
            const yaml::Entry &entry = line.entries.front();
            files.push_back({innerPath(*entry.key, "files"), false, innerPath(entry.value->resolved(), "files")});
            continue;
        }
        QString pattern = text(line, "files");
        const bool excluded = pattern.startsWith('!');
        if (excluded)
            pattern.remove(0, 1);
        if (pattern.isEmpty() || pattern.startsWith('/') || pattern.split('/').contains("..")) {
            fail({TRANSLATABLE("Core", "\"%1\" is no pattern of files below the mapping's source."),
                  {pattern.toStdString()}},
                 line);
        }
        files.push_back({pattern, excluded, {}});
    }
    return files;
}

void WorkspaceReader::readTarget(const Node &target, std::vector<Mapping> &targets)
{
    if (target.kind != NodeKind::Mapping) {
        targets.push_back({{}, innerPath(target, "targets"), {}, false, {}});
        return;
    }
    const Node *path = target.find("path");
    if (path == nullptr) {
        fail(TRANSLATABLE("Core", "A target needs the key path."), target);
        return;
    }
    Mapping result{{}, innerPath(path->resolved(), "path"), {}, false, {}};
    for (const yaml::Entry &entry : target.entries) {
        if (entry.key->value == "key")
            result.key = text(entry.value->resolved(), "key");
        else if (entry.key->value != "path")
            fail({TRANSLATABLE("Core", "A target has no key \"%1\"."), {entry.key->value}}, *entry.key);
    }
    targets.push_back(std::move(result));
}

void WorkspaceReader::readMapping(const Node &mapping)
{
    if (!isMapping(mapping, "mappings"))
        return;
    Mapping common;
    std::vector<Mapping> targets;
    const Node *source = nullptr;
    const Node *key = nullptr;
    for (const yaml::Entry &entry : mapping.entries) {
        const Node &value = entry.value->resolved();
        const std::string &name = entry.key->value;
        if (name == "source") {
            source = &value;
            common.source = innerPath(value, "source");
        } else if (name == "gitops") {
            readTarget(value, targets);
        } else if (name == "targets") {
            for (const auto &item : items(value, "targets"))
                readTarget(item->resolved(), targets);
        } else if (name == "files") {
            common.files = readFiles(value);
        } else if (name == "payload") {
            const QString payload = text(value, "payload");
            if (payload != "rules" && payload != "file")
                fail({TRANSLATABLE("Core", "The payload \"%1\" is unknown; it is file or rules."),
                      {payload.toStdString()}},
                     value);
            common.rulesOnly = payload == "rules";
        } else if (name == "key") {
            key = &value;
            common.key = text(value, "key");
        } else {
            fail({TRANSLATABLE("Core", "A mapping has no key \"%1\"."), {name}}, *entry.key);
        }
    }
    if (source == nullptr || targets.empty())
        fail(TRANSLATABLE("Core", "A mapping needs the keys source and gitops (or targets)."), mapping);
    for (Mapping &target : targets) {
        if (target.key.isEmpty())
            target.key = common.key;
        if (!target.key.isEmpty() && !common.rulesOnly)
            fail(TRANSLATABLE("Core", "A key of a ConfigMap is named only with \"payload: rules\"."),
                 key != nullptr ? *key : mapping);
        target.source = common.source;
        target.files = common.files;
        target.rulesOnly = common.rulesOnly;
        m_file.mappings.push_back(std::move(target));
    }
}

/// Nested keys become `outer.inner`, list items `key.0`.
void WorkspaceReader::addOptions(EndpointEntry &endpoint, const std::string &name, const Node &key, const Node &node)
{
    for (const yaml::Entry &entry : node.entries)
        addOptions(endpoint, name + '.' + entry.key->value, *entry.key, entry.value->resolved());
    for (std::size_t i = 0; i < node.items.size(); ++i)
        addOptions(endpoint, name + '.' + std::to_string(i), *node.items[i], node.items[i]->resolved());
    if (!node.entries.empty() || !node.items.empty())
        return;
    if (std::ranges::find(secretNames, name) != secretNames.end()) {
        fail({TRANSLATABLE("Core", "%1 would keep a secret in the workspace file. Write %1_file or %1_env instead."),
              {name}},
             key);
    }
    const bool known = std::ranges::any_of(endpointOptionNames, [&](std::string_view option) {
        return option.ends_with('.') ? name.starts_with(option) && name.size() > option.size() : name == option;
    });
    if (!known)
        fail({TRANSLATABLE("Core", "An endpoint has no key \"%1\"."), {name}}, key);
    if (node.kind != NodeKind::Scalar)
        fail({TRANSLATABLE("Core", "The key \"%1\" needs a text."), {name}}, node);
    endpoint.options.emplace_back(name, node.value);
}

QStringList WorkspaceReader::readCommand(const Node &node)
{
    QStringList words;
    if (node.kind == NodeKind::Sequence) {
        for (const auto &item : node.items)
            words += text(item->resolved(), "via");
    } else {
        words = QProcess::splitCommand(text(node, "via"));
    }
    if (words.isEmpty() || words.first().trimmed().isEmpty())
        fail(TRANSLATABLE("Core", "The key \"via\" needs a command."), node);
    return words;
}

void WorkspaceReader::readDialect(const Node &node)
{
    m_file.version = promql::versionFromText(text(node, "dialect").toStdString());
    if (!m_file.version)
        fail({TRANSLATABLE("Core", "The dialect is a Prometheus version from 2.42 to 3.14, not \"%1\"."), {node.value}},
             node);
}

void WorkspaceReader::readFeature(const Node &node)
{
    const std::string flag = text(node, "features").toStdString();
    promql::Dialect dialect;
    if (!promql::enableFeature(dialect, flag))
        fail({TRANSLATABLE("Core", "\"%1\" is no feature of the language: features are promql-experimental-functions, "
                                   "promql-duration-expr, promql-extended-range-selectors and "
                                   "promql-binop-fill-modifiers."),
              {flag}},
             node);
    m_file.features.push_back(flag);
}

void WorkspaceReader::readEndpoint(const Node &mapping)
{
    if (!isMapping(mapping, "endpoints"))
        return;
    EndpointEntry endpoint;
    for (const yaml::Entry &entry : mapping.entries) {
        const Node &value = entry.value->resolved();
        if (entry.key->value == "name")
            endpoint.name = text(value, "name");
        else if (entry.key->value == "url")
            endpoint.url = text(value, "url");
        else if (entry.key->value == "via")
            endpoint.via = readCommand(value);
        else
            addOptions(endpoint, entry.key->value, *entry.key, value);
    }
    if (endpoint.name.isEmpty() || endpoint.url.isEmpty())
        fail(TRANSLATABLE("Core", "An endpoint needs the keys name and url."), mapping);
    const auto sameName = [&](const EndpointEntry &other) { return other.name == endpoint.name; };
    if (std::ranges::any_of(m_file.endpoints, sameName))
        fail({TRANSLATABLE("Core", "There are two endpoints named \"%1\"."), {endpoint.name.toStdString()}}, mapping);
    m_file.endpoints.push_back(std::move(endpoint));
}

void WorkspaceReader::readEnvironment(const Node &mapping)
{
    if (!isMapping(mapping, "environments"))
        return;
    EnvironmentEntry environment;
    for (const yaml::Entry &entry : mapping.entries) {
        const Node &value = entry.value->resolved();
        if (entry.key->value == "name")
            environment.name = text(value, "name");
        else if (entry.key->value == "build")
            environment.build = innerPath(value, "build");
        else if (entry.key->value == "endpoint")
            environment.endpoint = text(value, "endpoint");
        else if (entry.key->value == "alertmanager")
            environment.alertmanager = text(value, "alertmanager");
        else
            fail({TRANSLATABLE("Core", "An environment has no key \"%1\"."), {entry.key->value}}, *entry.key);
    }
    if (environment.name.isEmpty())
        fail(TRANSLATABLE("Core", "An environment needs the key name."), mapping);
    const auto sameName = [&](const EnvironmentEntry &other) { return other.name == environment.name; };
    if (std::ranges::any_of(m_file.environments, sameName))
        fail({TRANSLATABLE("Core", "There are two environments named \"%1\"."), {environment.name.toStdString()}},
             mapping);
    m_file.environments.push_back(std::move(environment));
    m_environments.push_back(&mapping);
}

/// Endpoints may stand below the environments that name them.
void WorkspaceReader::checkEnvironments()
{
    for (std::size_t i = 0; i < m_environments.size(); ++i) {
        const EnvironmentEntry &environment = m_file.environments[i];
        for (const auto &[key, name] :
             {std::pair("endpoint", environment.endpoint), std::pair("alertmanager", environment.alertmanager)}) {
            if (name.isEmpty() ||
                std::ranges::find(m_file.endpoints, name, &EndpointEntry::name) != m_file.endpoints.end())
                continue;
            fail({TRANSLATABLE("Core", "There is no endpoint named \"%1\"."), {name.toStdString()}},
                 m_environments[i]->find(key)->resolved());
        }
    }
}

/// The absolute path of a repository that is written as a relative path or as a remote URL.
QString WorkspaceReader::repository(const char *role, const QString &written, QString &url)
{
    const QString folder = QFileInfo(m_file.path).absolutePath();
    if (!looksLikeRemote(written))
        return QDir::cleanPath(QDir(folder).absoluteFilePath(written));
    url = written;
    if (const std::optional<QString> clone = findClone(written, folder))
        return QDir::cleanPath(*clone);
    m_file.missing.push_back({role, written});
    return QDir::cleanPath(QDir(folder).absoluteFilePath("../" + remoteUrl(written).folderName()));
}

base::Result<WorkspaceFile> WorkspaceReader::read()
{
    const yaml::Stream stream = yaml::parse(m_text);
    if (!stream.ok())
        return problem(stream.diagnostics.front().text, stream.diagnostics.front().range.start);
    const Node *root = stream.documents.empty() ? nullptr : stream.documents.front().root.get();
    if (root != nullptr && root->kind != NodeKind::Mapping && root->kind != NodeKind::Null)
        fail(TRANSLATABLE("Core", "A workspace file is a mapping with the keys source, gitops, mappings, endpoints and "
                                  "environments."),
             *root);
    QString source = ".";
    std::optional<QString> gitops;
    const std::vector<yaml::Entry> none;
    for (const yaml::Entry &entry : root != nullptr ? root->entries : none) {
        const Node &value = entry.value->resolved();
        const std::string &key = entry.key->value;
        const auto each = [&](void (WorkspaceReader::*readOne)(const Node &)) {
            for (const auto &item : items(value, key.c_str()))
                (this->*readOne)(item->resolved());
        };
        const auto repositoryText = [&] {
            QString written = text(value, key.c_str());
            if (looksLikeRemote(written) && !remoteUrl(written).isValid())
                fail({TRANSLATABLE("Core", "\"%1\" is no URL of a repository: write https://host/path or "
                                           "git@host:path."),
                      {written.toStdString()}},
                     value);
            return written;
        };
        if (key == "source")
            source = repositoryText();
        else if (key == "gitops")
            gitops = repositoryText();
        else if (key == "mappings")
            each(&WorkspaceReader::readMapping);
        else if (key == "endpoints")
            each(&WorkspaceReader::readEndpoint);
        else if (key == "environments")
            each(&WorkspaceReader::readEnvironment);
        else if (key == "dialect")
            readDialect(value);
        else if (key == "features")
            each(&WorkspaceReader::readFeature);
        else
            fail({TRANSLATABLE("Core", "A workspace file has no key \"%1\"."), {key}}, *entry.key);
    }
    checkEnvironments();
    if (m_error)
        return *m_error;
    m_file.source = repository("source", source, m_file.sourceUrl);
    m_file.gitops = gitops ? repository("gitops", *gitops, m_file.gitopsUrl) : m_file.source;
    return m_file;
}

} // namespace

base::Result<WorkspaceFile> readWorkspaceFile(const QString &fileOrFolder)
{
    QFileInfo place(fileOrFolder);
    if (place.isDir())
        place = QFileInfo(QDir(fileOrFolder).filePath("rulewright.yaml"));
    const QString path = QDir::cleanPath(place.absoluteFilePath());
    if (!place.exists()) {
        return base::Error{base::ErrorKind::NotFound,
                           {TRANSLATABLE("Core", "There is no workspace file %1."), {path.toStdString()}},
                           {}};
    }
    QFile file(path);
    constexpr qint64 largest = 1 << 20;
    if (!file.open(QIODevice::ReadOnly)) {
        return base::Error{base::ErrorKind::Permission,
                           {TRANSLATABLE("Core", "The workspace file %1 could not be read."), {path.toStdString()}},
                           file.errorString().toStdString()};
    }
    if (file.size() > largest) {
        return base::Error{base::ErrorKind::Unsupported,
                           {TRANSLATABLE("Core", "The workspace file %1 is larger than 1 MB."), {path.toStdString()}},
                           {}};
    }
    const std::string text = file.readAll().toStdString();
    return WorkspaceReader(path, text).read();
}

} // namespace workspace
