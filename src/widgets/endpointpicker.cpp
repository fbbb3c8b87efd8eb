#include "widgets/endpointpicker.h"

#include "prometheus/endpointoptions.h"
#include "widgets/appearance.h"
#include "widgets/coretext.h"
#include "widgets/icons.h"
#include "widgets/secretstore.h"
#include "widgets/theme.h"
#include "workspace/acceptance.h"
#include "workspace/destruction.h"
#include "workspace/settings.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QEvent>
#include <QFileInfo>
#include <QMenu>

#include <algorithm>
#include <cmath>
#include <utility>

namespace widgets {

namespace {

QString ownKey(const QString &workspacePath)
{
    return "endpoints/" +
           QString::fromLatin1(
               QCryptographicHash::hash(workspacePath.toUtf8(), QCryptographicHash::Sha256).toHex().left(16));
}

std::vector<prometheus::Endpoint> storedEndpoints(const QString &key)
{
    QSettings settings = workspace::userSettings();
    std::vector<prometheus::Endpoint> endpoints;
    const int count = settings.beginReadArray(key);
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        prometheus::EndpointOptions options;
        for (const QString &line : settings.value("options").toStringList()) {
            const qsizetype equals = line.indexOf('=');
            options.emplace_back(line.left(equals).toStdString(), line.mid(equals + 1).toStdString());
        }
        const auto endpoint = prometheus::endpointFromOptions(settings.value("name").toString().toStdString(),
                                                              settings.value("url").toString().toStdString(), options);
        if (endpoint)
            endpoints.push_back(*endpoint);
    }
    settings.endArray();
    return endpoints;
}

} // namespace

EndpointPicker::EndpointPicker(QWidget *parent)
    : QToolButton(parent), m_afterAnswer(std::chrono::minutes(1)), m_afterFailure(std::chrono::seconds(15))
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &EndpointPicker::testCurrent);
    setObjectName("endpointPicker");
    setPopupMode(InstantPopup);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setMenu(new QMenu(this));
    connect(menu(), &QMenu::aboutToShow, this, &EndpointPicker::fillMenu);
    showState();
}

EndpointPicker::~EndpointPicker() = default;

void EndpointPicker::setWorkspace(const workspace::WorkspaceFile &file, bool trusted)
{
    m_file = file;
    m_workspacePath = file.path.isEmpty() ? file.source : file.path;
    m_endpoints.clear();
    m_trusted = trusted;
    for (const workspace::EndpointEntry &entry : file.endpoints) {
        // An Alertmanager answers no queries.
        if (file.isAlertmanager(entry.name))
            continue;
        const std::string folder =
            file.path.isEmpty() ? std::string() : QFileInfo(file.path).absolutePath().toStdString();
        const auto endpoint =
            prometheus::endpointFromOptions(entry.name.toStdString(), entry.url.toStdString(), entry.options, folder);
        if (endpoint) {
            m_endpoints.push_back(*endpoint);
            for (const QString &word : entry.via)
                m_endpoints.back().via.push_back(word.toStdString());
        } else {
            emit endpointFailed(endpoint.error());
        }
    }
    m_fromFile = m_endpoints.size();
    for (prometheus::Endpoint &own : storedEndpoints(ownKey(m_workspacePath)))
        m_endpoints.push_back(std::move(own));
    m_current = 0;
    connectCurrent();
}

std::optional<prometheus::Endpoint> EndpointPicker::current() const
{
    return m_current < m_endpoints.size() ? std::optional(m_endpoints[m_current]) : std::nullopt;
}

void EndpointPicker::connectCurrent()
{
    m_again.stop();
    m_test.reset();
    m_factsQuery.reset();
    m_rulesQuery.reset();
    m_facts.reset();
    m_loaded.reset();
    m_loadedCount = {};
    m_client.reset();
    m_via.reset();
    m_latency.reset();
    m_error.clear();
    const auto endpoint = current();
    if (!endpoint) {
        showState();
        emit clientChanged(nullptr);
        return;
    }
    // A command is never started unasked, whoever trusts the workspace.
    if (m_current < m_fromFile && (!m_trusted || !endpoint->via.empty()) && !workspace::isAccepted(m_file)) {
        m_error = tr("not contacted yet");
        showState();
        emit clientChanged(nullptr);
        emit acceptanceNeeded(QString::fromStdString(endpoint->name), QString::fromStdString(endpoint->url),
                              QString::fromStdString(prometheus::commandText(endpoint->via)));
        return;
    }
    if (endpoint->via.empty()) {
        makeClient();
        return;
    }
    QStringList command;
    for (const std::string &word : endpoint->via)
        command.append(QString::fromStdString(word));
    m_via = std::make_unique<prometheus::ViaCommand>(command, QUrl(QString::fromStdString(endpoint->url)));
    connect(m_via.get(), &prometheus::ViaCommand::stateChanged, this, &EndpointPicker::viaChanged);
    emit clientChanged(nullptr);
    // Paths of a workspace file are relative to it.
    if (m_current < m_fromFile && !m_file.path.isEmpty())
        m_via->setFolder(QFileInfo(m_file.path).absolutePath());
    m_via->start();
    showState();
}

/// The command made the endpoint reachable, or it ended.
void EndpointPicker::viaChanged()
{
    if (m_via->state() == prometheus::ViaCommand::State::Ready) {
        m_error.clear();
        if (m_client)
            testCurrent();
        else
            makeClient();
        return;
    }
    m_again.stop();
    m_latency.reset();
    m_error = m_via->state() == prometheus::ViaCommand::State::Starting
                  ? tr("Waiting for its command to make it reachable.")
                  : tr("Its command ended and is started again: %1")
                        .arg(m_via->lastWords().isEmpty() ? tr("It said nothing.") : m_via->lastWords());
    showState();
}

void EndpointPicker::makeClient()
{
    m_client = std::make_unique<prometheus::Client>(*current());
    provideSecret(SecretStore::keychain(), m_client.get(), [this](const base::Result<void> &given) {
        if (!given)
            emit endpointFailed(given.error());
        testCurrent();
    });
    showState();
    emit clientChanged(m_client.get());
}

void EndpointPicker::testCurrent()
{
    m_test = m_client->buildInfo([this](const base::Result<prometheus::BuildInfo> &info) {
        // A server may have the query API without saying who it is.
        if (!info && info.error().kind == base::ErrorKind::Unsupported)
            testByQuery(info.error());
        else if (info)
            answered(info->milliseconds, info->version);
        else
            failed(info.error());
    });
}

void EndpointPicker::testByQuery(const base::Error &first)
{
    const double now = static_cast<double>(QDateTime::currentSecsSinceEpoch());
    m_test = m_client->queryInstant("vector(1)", now, [this, first](const base::Result<alerting::QueryResult> &answer) {
        if (answer)
            answered(answer->milliseconds, {});
        else
            failed(first);
    });
}

void EndpointPicker::answered(double milliseconds, const std::string &version)
{
    const bool known = m_latency && m_facts && m_facts->version == version;
    m_latency = milliseconds;
    m_error.clear();
    if (known)
        askRules();
    else
        askFacts();
    m_again.start(m_afterAnswer);
    showState();
}

void EndpointPicker::failed(const base::Error &error)
{
    m_latency.reset();
    m_error = translated(error.text);
    m_again.start(m_afterFailure);
    showState();
}

void EndpointPicker::askFacts()
{
    m_factsQuery = m_client->serverFacts([this](const alerting::ServerFacts &facts) {
        m_facts = facts;
        showState();
        emit endpointKnown(facts);
    });
    askRules();
}

void EndpointPicker::askRules()
{
    m_rulesQuery = m_client->loadedRules([this](base::Result<alerting::LoadedRules> rules) {
        if (!rules)
            return;
        workspace::destroyElsewhere(std::exchange(m_loaded, std::move(*rules)));
        if (m_facts)
            emit endpointKnown(*m_facts);
    });
}

void EndpointPicker::setLoadedCount(const backtest::LoadedCount &count)
{
    m_loadedCount = count;
    showState();
}

void EndpointPicker::setTestIntervals(std::chrono::milliseconds afterAnswer, std::chrono::milliseconds afterFailure)
{
    m_afterAnswer = afterAnswer;
    m_afterFailure = afterFailure;
}

QString EndpointPicker::summary() const
{
    if (!current())
        return {};
    if (!m_error.isEmpty() || !m_facts)
        return m_error;
    QStringList parts{serverText()};
    if (m_loaded && m_loadedCount.rules > 0)
        parts.append(
            tr("%1 of %n rule(s) loaded", nullptr, static_cast<int>(m_loadedCount.rules)).arg(m_loadedCount.loaded));
    if (const QString labels = externalLabelsText(); !labels.isEmpty())
        parts.append(labels);
    return parts.join(QStringLiteral("  ·  "));
}

QString EndpointPicker::serverText() const
{
    const QString application = QString::fromStdString(m_facts->application);
    const QString version = QString::fromStdString(m_facts->version);
    if (application.isEmpty())
        return version.isEmpty() ? tr("A server that does not name itself")
                                 : tr("A server that does not name itself, version %1").arg(version);
    return version.isEmpty() ? application : tr("%1 %2").arg(application, version);
}

QString EndpointPicker::externalLabelsText() const
{
    QStringList labels;
    for (const auto &[name, value] : m_facts->externalLabels)
        labels.append(QString::fromStdString(name + '=' + value));
    return labels.join(", ");
}

/// Which server answered, and what it has of the workspace.
QStringList EndpointPicker::factLines() const
{
    QStringList lines;
    if (!m_facts)
        return lines;
    lines.append(serverText());
    if (const QString labels = externalLabelsText(); !labels.isEmpty())
        lines.append(tr("External labels: %1").arg(labels));
    if (!m_facts->features.empty()) {
        QStringList features;
        for (const std::string &feature : m_facts->features)
            features.append(QString::fromStdString(feature));
        lines.append(tr("Features: %1").arg(features.join(", ")));
    }
    if (m_loaded && m_loadedCount.rules > 0)
        lines.append(
            tr("%1 of %n rule(s) of this workspace are loaded here", nullptr, static_cast<int>(m_loadedCount.rules))
                .arg(m_loadedCount.loaded));
    return lines;
}

void EndpointPicker::accept()
{
    workspace::accept(m_file);
    connectCurrent();
}

void EndpointPicker::select(const QString &name)
{
    const auto found = std::ranges::find(m_endpoints, name.toStdString(), &prometheus::Endpoint::name);
    if (found == m_endpoints.end())
        return;
    m_current = static_cast<std::size_t>(found - m_endpoints.begin());
    connectCurrent();
}

void EndpointPicker::setEndpoint(const prometheus::Endpoint &endpoint)
{
    const auto found = std::ranges::find(m_endpoints.begin() + static_cast<std::ptrdiff_t>(m_fromFile),
                                         m_endpoints.end(), endpoint.name, &prometheus::Endpoint::name);
    if (found == m_endpoints.end())
        m_endpoints.push_back(endpoint);
    else
        *found = endpoint;
    m_current =
        static_cast<std::size_t>(std::ranges::find(m_endpoints.begin() + static_cast<std::ptrdiff_t>(m_fromFile),
                                                   m_endpoints.end(), endpoint.name, &prometheus::Endpoint::name) -
                                 m_endpoints.begin());
    storeOwn();
    connectCurrent();
}

void EndpointPicker::removeCurrent()
{
    if (m_current < m_fromFile || m_current >= m_endpoints.size())
        return;
    m_endpoints.erase(m_endpoints.begin() + static_cast<std::ptrdiff_t>(m_current));
    m_current = 0;
    storeOwn();
    connectCurrent();
}

void EndpointPicker::storeOwn()
{
    QSettings settings = workspace::userSettings();
    const QString key = ownKey(m_workspacePath);
    settings.remove(key);
    settings.beginWriteArray(key);
    for (std::size_t i = m_fromFile; i < m_endpoints.size(); ++i) {
        settings.setArrayIndex(static_cast<int>(i - m_fromFile));
        settings.setValue("name", QString::fromStdString(m_endpoints[i].name));
        settings.setValue("url", QString::fromStdString(m_endpoints[i].url));
        QStringList options;
        for (const auto &[name, value] : prometheus::endpointOptions(m_endpoints[i]))
            options.append(QString::fromStdString(name + '=' + value));
        settings.setValue("options", options);
    }
    settings.endArray();
}

void EndpointPicker::showState()
{
    const Theme &theme = Theme::current();
    const auto endpoint = current();
    setIcon(widgets::icon("endpoint", m_latency ? theme.fine : m_error.isEmpty() ? theme.muted : theme.warning));
    if (!endpoint) {
        setText(tr("No endpoint"));
        setToolTip(tr("Add a Prometheus-compatible endpoint to preview expressions."));
    } else {
        const QString name = QString::fromStdString(endpoint->name);
        if (m_latency)
            setText(tr("%1  ● %2 ms").arg(name).arg(std::llround(*m_latency)));
        else
            setText(m_error.isEmpty() ? name + "  …" : name + "  ○");
        QStringList lines{QString::fromStdString(endpoint->url)};
        lines += factLines();
        if (!m_error.isEmpty())
            lines.append(m_error);
        setToolTip(lines.join('\n'));
        setAccessibleDescription(lines.join("; "));
    }
    setAccessibleName(tr("Endpoint: %1").arg(text()));
    emit summaryChanged();
}

void EndpointPicker::fillMenu()
{
    menu()->clear();
    // What the endpoint is stands where one chooses among them, also for who has no mouse.
    for (const QString &line : factLines())
        menu()->addAction(line)->setEnabled(false);
    menu()->addSeparator();
    for (std::size_t i = 0; i < m_endpoints.size(); ++i) {
        const QString name = QString::fromStdString(m_endpoints[i].name);
        QAction *action = menu()->addAction(name + "    " + QString::fromStdString(m_endpoints[i].url));
        action->setCheckable(true);
        action->setChecked(i == m_current);
        connect(action, &QAction::triggered, this, [this, i] {
            m_current = i;
            connectCurrent();
        });
    }
    menu()->addSeparator();
    menu()->addAction(tr("Add endpoint…"), this, &EndpointPicker::addRequested);
}

void EndpointPicker::changeEvent(QEvent *event)
{
    if (restyles(*event) || event->type() == QEvent::LanguageChange)
        showState();
    QToolButton::changeEvent(event);
}

} // namespace widgets
