#include "workspace/acceptance.h"

#include "workspace/settings.h"

#include <QCryptographicHash>

namespace workspace {

namespace {

QString settingOf(const WorkspaceFile &file)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto add = [&](const QString &field) { hash.addData(field.toUtf8() + '\0'); };
    // The file's place belongs to the content: references to secrets are relative to it.
    add(file.path);
    for (const EndpointEntry &endpoint : file.endpoints) {
        add("endpoint");
        add(endpoint.name);
        add(endpoint.url);
        for (const QString &word : endpoint.via)
            add("via " + word);
        for (const auto &[key, value] : endpoint.options) {
            add("option " + QString::fromStdString(key));
            add(QString::fromStdString(value));
        }
    }
    for (const EnvironmentEntry &environment : file.environments) {
        add("environment");
        add(environment.name);
        add(environment.build);
        add(environment.endpoint);
        add(environment.alertmanager);
    }
    return "accepted/" + QString::fromLatin1(hash.result().toHex().left(32));
}

} // namespace

QStringList namedInWorkspace(const WorkspaceFile &file)
{
    QStringList lines;
    for (const EndpointEntry &endpoint : file.endpoints) {
        QStringList words = {endpoint.name, endpoint.url};
        if (!endpoint.via.isEmpty())
            words += "via " + endpoint.via.join(' ');
        for (const auto &[key, value] : endpoint.options)
            words += QString::fromStdString(key + '=' + value);
        lines += words.join("  ");
    }
    for (const EnvironmentEntry &environment : file.environments) {
        if (!environment.build.isEmpty())
            lines += environment.name + "  kustomize build " + environment.build;
    }
    return lines;
}

bool isAccepted(const WorkspaceFile &file)
{
    return namedInWorkspace(file).isEmpty() || userSettings().contains(settingOf(file));
}

void accept(const WorkspaceFile &file)
{
    QSettings settings = userSettings();
    settings.setValue(settingOf(file), true);
    settings.sync();
}

} // namespace workspace
