#include "workspace/dialectchoice.h"

#include "promql/dialecttext.h"
#include "workspace/settings.h"
#include "workspace/workspacefile.h"

#include <QCryptographicHash>

namespace workspace {

namespace {

QString dialectSetting(const QString &workspacePath)
{
    const QByteArray hash = QCryptographicHash::hash(workspacePath.toUtf8(), QCryptographicHash::Sha256);
    return "dialect/" + QString::fromLatin1(hash.toHex().left(16));
}

} // namespace

DialectChoice chooseDialect(std::optional<promql::Version> person, const WorkspaceFile &file,
                            const std::optional<promql::Dialect> &endpoint)
{
    DialectChoice choice;
    if (endpoint)
        choice = {*endpoint, DialectChoice::Source::Endpoint};
    for (const std::string &flag : file.features)
        promql::enableFeature(choice.dialect, flag);
    const std::optional<promql::Version> version = person ? person : file.version;
    if (!version)
        return choice;
    choice.source = person ? DialectChoice::Source::Person : DialectChoice::Source::File;
    choice.dialect.major = version->major;
    choice.dialect.minor = version->minor;
    return choice;
}

std::optional<promql::Version> chosenVersion(const QString &workspacePath)
{
    return promql::versionFromText(userSettings().value(dialectSetting(workspacePath)).toString().toStdString());
}

void storeChosenVersion(const QString &workspacePath, std::optional<promql::Version> version)
{
    QSettings settings = userSettings();
    if (version)
        settings.setValue(dialectSetting(workspacePath), QString::fromStdString(promql::versionText(*version)));
    else
        settings.remove(dialectSetting(workspacePath));
}

} // namespace workspace
