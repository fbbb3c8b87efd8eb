#include "widgets/endpointdialog.h"

#include "prometheus/endpointoptions.h"
#include "prometheus/serverclock.h"
#include "ui_endpointdialog.h"
#include "widgets/coretext.h"
#include "widgets/secretstore.h"
#include "widgets/theme.h"

#include <algorithm>
#include <cmath>

#include <QDateTime>
#include <QEvent>
#include <QFileDialog>
#include <QProcess>
#include <QPushButton>

namespace widgets {

namespace {

QString textOf(const std::string &text)
{
    return QString::fromStdString(text);
}

std::string trimmed(const QLineEdit *edit)
{
    return edit->text().trimmed().toStdString();
}

} // namespace

EndpointDialog::EndpointDialog(prometheus::Endpoint endpoint, QWidget *parent)
    : QDialog(parent),
      m_ui(std::make_unique<Ui::EndpointDialog>()),
      m_endpoint(std::move(endpoint)),
      m_secrets(&SecretStore::keychain())
{
    m_ui->setupUi(this);
    // Room for three lines, so that nothing jumps when a sentence comes; its first line stands beside the button's
    // text.
    const int above = std::max(0, (m_ui->endpointTest->sizeHint().height() - fontMetrics().lineSpacing()) / 2);
    m_ui->endpointResult->setMinimumHeight(3 * fontMetrics().lineSpacing() + above);
    m_ui->endpointResult->setContentsMargins(0, above, 0, 0);
    m_ui->endpointResult->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    for (QPlainTextEdit *lines : {m_ui->endpointHeaders, m_ui->endpointParameters})
        lines->setFixedHeight(4 * fontMetrics().lineSpacing());
    setMinimumWidth(fontMetrics().averageCharWidth() * 72);
    fill();
    connectAll();
    updateRows();
    applyTheme();
}

EndpointDialog::~EndpointDialog() = default;

void EndpointDialog::fill()
{
    const prometheus::Endpoint &endpoint = m_endpoint;
    const bool bearer =
        !endpoint.bearerTokenFile.empty() || !endpoint.bearerTokenEnv.empty() || endpoint.bearerKeychain;
    const Auth auth = bearer ? Auth::Bearer : endpoint.basicAuth.username.empty() ? Auth::None : Auth::Basic;
    const std::string &file = bearer ? endpoint.bearerTokenFile : endpoint.basicAuth.passwordFile;
    const std::string &variable = bearer ? endpoint.bearerTokenEnv : endpoint.basicAuth.passwordEnv;
    const bool keychain = endpoint.bearerKeychain || endpoint.basicAuth.keychain;
    const Source source = keychain ? Source::Keychain : variable.empty() ? Source::File : Source::Variable;
    m_ui->endpointName->setText(textOf(endpoint.name));
    m_ui->endpointUrl->setText(textOf(endpoint.url));
    m_ui->endpointAuth->setCurrentIndex(static_cast<int>(auth));
    m_ui->endpointUser->setText(textOf(endpoint.basicAuth.username));
    m_ui->endpointSecretSource->setCurrentIndex(static_cast<int>(source));
    m_ui->endpointSecretFile->setText(textOf(file));
    m_ui->endpointSecretVariable->setText(textOf(variable));
    m_ui->endpointCaFile->setText(textOf(endpoint.caFile));
    m_ui->endpointCertFile->setText(textOf(endpoint.certFile));
    m_ui->endpointKeyFile->setText(textOf(endpoint.keyFile));
    m_ui->endpointSkipVerify->setChecked(endpoint.insecureSkipVerify);
    QStringList headers;
    for (const auto &[name, value] : endpoint.headers)
        headers.append(textOf(name) + QStringLiteral(": ") + textOf(value));
    m_ui->endpointHeaders->setPlainText(headers.join(QLatin1Char('\n')));
    QStringList parameters;
    for (const auto &[name, value] : endpoint.parameters)
        parameters.append(textOf(name) + QLatin1Char('=') + textOf(value));
    m_ui->endpointParameters->setPlainText(parameters.join(QLatin1Char('\n')));
    m_ui->endpointServerName->setText(textOf(endpoint.serverName));
    m_ui->endpointProxy->setText(textOf(endpoint.proxyUrl));
    m_ui->endpointVia->setText(textOf(prometheus::commandText(endpoint.via)));
    m_ui->endpointTimeout->setText(textOf(prometheus::timeoutText(endpoint.timeoutMilliseconds)));
}

void EndpointDialog::connectAll()
{
    for (QLineEdit *edit : {m_ui->endpointName, m_ui->endpointUrl, m_ui->endpointUser, m_ui->endpointSecretFile,
                            m_ui->endpointSecretVariable, m_ui->endpointPassword, m_ui->endpointCaFile,
                            m_ui->endpointCertFile, m_ui->endpointKeyFile, m_ui->endpointServerName,
                            m_ui->endpointProxy, m_ui->endpointVia, m_ui->endpointTimeout})
        connect(edit, &QLineEdit::textChanged, this, &EndpointDialog::edited);
    for (const QPlainTextEdit *lines : {m_ui->endpointHeaders, m_ui->endpointParameters})
        connect(lines, &QPlainTextEdit::textChanged, this, &EndpointDialog::edited);
    connect(m_ui->endpointSkipVerify, &QCheckBox::toggled, this, &EndpointDialog::edited);
    for (QComboBox *combo : {m_ui->endpointAuth, m_ui->endpointSecretSource})
        connect(combo, &QComboBox::currentIndexChanged, this, &EndpointDialog::edited);
    connect(m_ui->endpointTest, &QPushButton::clicked, this, &EndpointDialog::test);
    connect(m_ui->endpointBrowseSecret, &QPushButton::clicked, this,
            [this] { browse(m_ui->endpointSecretFile, tr("Password or token file")); });
    connect(m_ui->endpointBrowseCa, &QPushButton::clicked, this,
            [this] { browse(m_ui->endpointCaFile, tr("Certificate authority")); });
    connect(m_ui->endpointBrowseCert, &QPushButton::clicked, this,
            [this] { browse(m_ui->endpointCertFile, tr("Client certificate")); });
    connect(m_ui->endpointBrowseKey, &QPushButton::clicked, this,
            [this] { browse(m_ui->endpointKeyFile, tr("Key of the client certificate")); });
}

void EndpointDialog::edited()
{
    // An answer that is under way, or shown, is one about another endpoint.
    m_pending.reset();
    m_client.reset();
    show({}, Tone::Quiet);
    updateRows();
}

void EndpointDialog::updateRows()
{
    const auto auth = static_cast<Auth>(m_ui->endpointAuth->currentIndex());
    const auto source = static_cast<Source>(m_ui->endpointSecretSource->currentIndex());
    const bool secret = auth != Auth::None;
    QFormLayout *form = m_ui->connectionForm;
    form->setRowVisible(m_ui->endpointUser, auth == Auth::Basic);
    form->setRowVisible(m_ui->endpointSecretSource, secret);
    form->setRowVisible(m_ui->endpointSecretFileRow, secret && source == Source::File);
    form->setRowVisible(m_ui->endpointSecretVariable, secret && source == Source::Variable);
    form->setRowVisible(m_ui->endpointPassword, secret && source == Source::Keychain);
    m_ui->passwordLabel->setText(auth == Auth::Bearer ? tr("&Token") : tr("&Password"));
    const bool kept = keepsStoredSecret(endpoint());
    m_ui->endpointPassword->setPlaceholderText(kept ? tr("In the keychain; leave empty to keep it") : QString());
}

void EndpointDialog::browse(QLineEdit *edit, const QString &title)
{
    auto *dialog = new QFileDialog(this, title, edit->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, edit, &QLineEdit::setText);
    dialog->open();
}

base::Result<prometheus::Endpoint> EndpointDialog::read() const
{
    prometheus::Endpoint endpoint;
    endpoint.name = trimmed(m_ui->endpointName);
    endpoint.url = trimmed(m_ui->endpointUrl);
    const auto auth = static_cast<Auth>(m_ui->endpointAuth->currentIndex());
    const auto source = static_cast<Source>(m_ui->endpointSecretSource->currentIndex());
    const std::string file = source == Source::File ? trimmed(m_ui->endpointSecretFile) : std::string();
    const std::string variable = source == Source::Variable ? trimmed(m_ui->endpointSecretVariable) : std::string();
    if (auth == Auth::Basic) {
        endpoint.basicAuth = {trimmed(m_ui->endpointUser), file, variable, source == Source::Keychain};
    } else if (auth == Auth::Bearer) {
        endpoint.bearerTokenFile = file;
        endpoint.bearerTokenEnv = variable;
        endpoint.bearerKeychain = source == Source::Keychain;
    }
    endpoint.caFile = trimmed(m_ui->endpointCaFile);
    endpoint.certFile = trimmed(m_ui->endpointCertFile);
    endpoint.keyFile = trimmed(m_ui->endpointKeyFile);
    endpoint.insecureSkipVerify = m_ui->endpointSkipVerify->isChecked();
    for (const QString &line : m_ui->endpointHeaders->toPlainText().split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const qsizetype colon = line.indexOf(QLatin1Char(':'));
        if (line.trimmed().isEmpty())
            continue;
        if (colon < 0)
            return base::Error{
                base::ErrorKind::Invalid,
                {TRANSLATABLE("Core", "“%1” is not a header. Write one a line, like X-Scope-OrgID: team."),
                 {line.trimmed().toStdString()}},
                {}};
        endpoint.headers.emplace_back(line.left(colon).trimmed().toStdString(),
                                      line.mid(colon + 1).trimmed().toStdString());
    }
    for (const QString &line : m_ui->endpointParameters->toPlainText().split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const QString written = line.trimmed();
        const qsizetype equals = written.indexOf(QLatin1Char('='));
        if (written.isEmpty())
            continue;
        if (equals < 1)
            return base::Error{base::ErrorKind::Invalid,
                               {TRANSLATABLE("Core", "“%1” is not a parameter. Write one a line, like dedup=true."),
                                {written.toStdString()}},
                               {}};
        endpoint.parameters.emplace_back(written.left(equals).trimmed().toStdString(),
                                         written.mid(equals + 1).trimmed().toStdString());
    }
    endpoint.serverName = trimmed(m_ui->endpointServerName);
    endpoint.proxyUrl = trimmed(m_ui->endpointProxy);
    for (const QString &word : QProcess::splitCommand(m_ui->endpointVia->text()))
        endpoint.via.push_back(word.toStdString());
    const base::Result<int> timeout = prometheus::timeoutFromText(trimmed(m_ui->endpointTimeout));
    if (!timeout)
        return timeout.error();
    endpoint.timeoutMilliseconds = *timeout;
    if (const base::Result<void> valid = prometheus::validate(endpoint); !valid)
        return valid.error();
    return endpoint;
}

prometheus::Endpoint EndpointDialog::endpoint() const
{
    base::Result<prometheus::Endpoint> read = this->read();
    if (read)
        return std::move(read).value();
    prometheus::Endpoint endpoint = m_endpoint;
    endpoint.name = trimmed(m_ui->endpointName);
    endpoint.url = trimmed(m_ui->endpointUrl);
    return endpoint;
}

void EndpointDialog::setTakenNames(const QStringList &names)
{
    m_takenNames = names;
}

void EndpointDialog::setSecretStore(SecretStore *store)
{
    m_secrets = store;
}

bool EndpointDialog::keepsStoredSecret(const prometheus::Endpoint &endpoint) const
{
    const bool stored = m_endpoint.basicAuth.keychain || m_endpoint.bearerKeychain;
    return stored && endpoint.name == m_endpoint.name && endpoint.bearerKeychain == m_endpoint.bearerKeychain;
}

QString EndpointDialog::missing(const prometheus::Endpoint &endpoint) const
{
    const auto auth = static_cast<Auth>(m_ui->endpointAuth->currentIndex());
    if (endpoint.name.empty())
        return tr("The endpoint has no name. Give it one like prod.");
    if (m_takenNames.contains(textOf(endpoint.name)))
        return tr("There is another endpoint named %1. Choose a different name.").arg(textOf(endpoint.name));
    if (auth == Auth::Basic && endpoint.basicAuth.username.empty())
        return tr("The user name is missing.");
    const bool keychain = endpoint.basicAuth.keychain || endpoint.bearerKeychain;
    if (keychain && m_ui->endpointPassword->text().isEmpty() && !keepsStoredSecret(endpoint))
        return tr("Enter the password or token that the keychain is to hold.");
    const bool named = !endpoint.basicAuth.passwordFile.empty() || !endpoint.basicAuth.passwordEnv.empty() ||
                       !endpoint.bearerTokenFile.empty() || !endpoint.bearerTokenEnv.empty();
    if (auth != Auth::None && !keychain && !named)
        return tr("Name the file or environment variable that holds the password or token.");
    return {};
}

void EndpointDialog::accept()
{
    const base::Result<prometheus::Endpoint> read = this->read();
    const QString wrong = read ? missing(*read) : translated(read.error().text);
    if (!wrong.isEmpty()) {
        show(wrong, Tone::Error);
        return;
    }
    const QString password = m_ui->endpointPassword->text();
    if ((!read->basicAuth.keychain && !read->bearerKeychain) || password.isEmpty()) {
        QDialog::accept();
        return;
    }
    m_ui->endpointButtons->setEnabled(false);
    m_secrets->write(read->name, password.toStdString(), this, [this](const base::Result<void> &written) {
        m_ui->endpointButtons->setEnabled(true);
        if (written)
            QDialog::accept();
        else
            show(translated(written.error().text), Tone::Error);
    });
}

void EndpointDialog::test()
{
    m_pending.reset();
    const base::Result<prometheus::Endpoint> read = this->read();
    if (!read) {
        show(translated(read.error().text), Tone::Error);
        return;
    }
    m_client = std::make_unique<prometheus::Client>(*read);
    show(tr("Asking %1…").arg(textOf(read->url)), Tone::Quiet);
    const QString password = m_ui->endpointPassword->text();
    if (!password.isEmpty()) {
        m_client->setKeychainSecret(password.toStdString());
        ask();
        return;
    }
    provideSecret(*m_secrets, m_client.get(), [this](const base::Result<void> &provided) {
        if (provided)
            ask();
        else
            show(translated(provided.error().text), Tone::Error);
    });
}

void EndpointDialog::ask()
{
    m_pending = m_client->buildInfo([this](const base::Result<prometheus::BuildInfo> &info) {
        // A server may have the query API without saying who it is.
        if (!info && info.error().kind == base::ErrorKind::Unsupported)
            return askByQuery(info.error());
        if (!info)
            return show(translated(info.error().text), Tone::Error);
        const long milliseconds = std::max(1L, std::lround(info->milliseconds));
        if (!info->application.empty())
            succeeded(
                tr("%1 %2 answers in %3 ms.").arg(textOf(info->application), textOf(info->version)).arg(milliseconds));
        else if (info->version.empty())
            succeeded(tr("A server compatible with Prometheus answers in %1 ms.").arg(milliseconds));
        else
            succeeded(tr("A server compatible with Prometheus %1 answers in %2 ms.")
                          .arg(textOf(info->version))
                          .arg(milliseconds));
    });
}

void EndpointDialog::succeeded(const QString &sentence)
{
    const double ahead = m_client->clockAheadSeconds();
    const QString clock = ahead != 0 ? ' ' + translated(prometheus::clockText(m_client->endpoint(), ahead)) : QString();
    show(sentence + clock, Tone::Fine);
}

void EndpointDialog::askByQuery(const base::Error &first)
{
    const double now = static_cast<double>(QDateTime::currentSecsSinceEpoch());
    m_pending =
        m_client->queryInstant("vector(1)", now, [this, first](const base::Result<alerting::QueryResult> &answer) {
            if (!answer)
                return show(translated(first.text), Tone::Error);
            succeeded(tr("A server compatible with Prometheus answers in %1 ms.")
                          .arg(std::max(1L, std::lround(answer->milliseconds))));
        });
}

void EndpointDialog::show(const QString &sentence, Tone tone)
{
    m_tone = tone;
    m_ui->endpointResult->setText(sentence);
    m_ui->endpointResult->setAccessibleDescription(sentence);
    applyTheme();
}

void EndpointDialog::applyTheme()
{
    const Theme &theme = Theme::of(palette());
    QPalette result = palette();
    const QColor &color = m_tone == Tone::Error ? theme.critical : m_tone == Tone::Fine ? theme.fine : theme.muted;
    result.setColor(QPalette::WindowText, color);
    m_ui->endpointResult->setPalette(result);
}

void EndpointDialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        applyTheme();
    } else if (event->type() == QEvent::LanguageChange) {
        m_ui->retranslateUi(this);
        updateRows();
    }
    QDialog::changeEvent(event);
}

} // namespace widgets
