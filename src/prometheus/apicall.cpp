#include "prometheus/apicall.h"

#include "prometheus/certificateproblem.h"

#include <algorithm>

#include <qapplicationstatic.h>
#include <QCoreApplication>
#include <QDateTime>
#include <QMetaObject>
#include <QNetworkAccessManager>
#include <QThreadPool>

namespace prometheus {

namespace {

/// Not Qt's global pool: painting splits large fills over that one and waits for them.
// The checker takes the macro's own holder for the value.
Q_APPLICATION_STATIC(QThreadPool, decoders) // clazy:exclude=wrong-qglobalstatic

constexpr int mostRedirects = 5;
/// What Qt's network thread reads ahead. More of a large answer than that would come in one turn of the event loop, and
/// nothing else would have its turn meanwhile.
constexpr qint64 readAhead = 256LL << 10;

int effectivePort(const QUrl &url)
{
    return url.port(url.scheme() == QLatin1String("https") ? 443 : 80);
}

bool sameOrigin(const QUrl &a, const QUrl &b)
{
    return a.scheme() == b.scheme() && a.host() == b.host() && effectivePort(a) == effectivePort(b);
}

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// The server's address without path and parameters.
std::string addressOf(const QUrl &url)
{
    return url.toString(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveUserInfo | QUrl::RemoveFragment)
        .toStdString();
}

/// Whether the error only mirrors an HTTP status, so that the body counts.
bool isStatusError(QNetworkReply::NetworkError error)
{
    return error >= QNetworkReply::ContentAccessDenied && error != QNetworkReply::ProtocolFailure;
}

} // namespace

ApiCall::ApiCall(Request request, QNetworkAccessManager *manager) : m_request(std::move(request)), m_manager(manager)
{
    m_timeout.setSingleShot(true);
    QObject::connect(&m_timeout, &QTimer::timeout, &m_timeout, [this] { timedOut(); });
}

ApiCall::~ApiCall()
{
    stop();
}

void ApiCall::start()
{
    m_clock.start();
    m_timeout.start(m_request.endpoint.timeoutMilliseconds);
    QUrl url = apiUrl(m_request.endpoint, m_request.path);
    if (!m_request.post)
        url.setQuery(QString::fromLatin1(encoded(m_request.parameters)), QUrl::StrictMode);
    send(url);
}

void ApiCall::send(const QUrl &url)
{
    base::Result<QNetworkRequest> request = makeRequest(m_request.endpoint, url, m_request.keychainSecret);
    if (!request) {
        failLater(request.error());
        return;
    }
    m_body.clear();
    m_bytes = 0;
    restarted();
    m_sent = QDateTime::currentMSecsSinceEpoch();
    if (m_request.post) {
        request->setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/x-www-form-urlencoded"));
        m_reply = m_manager->post(*request, encoded(m_request.parameters));
    } else {
        m_reply = m_manager->get(*request);
    }
    m_reply->setReadBufferSize(readAhead);
    QObject::connect(m_reply, &QNetworkReply::metaDataChanged, &m_timeout, [this] { noteHeaders(); });
    QObject::connect(m_reply, &QNetworkReply::readyRead, &m_timeout, [this] { readMore(); });
    QObject::connect(m_reply, &QNetworkReply::finished, &m_timeout, [this] { finished(); });
    QObject::connect(m_reply, &QNetworkReply::sslErrors, &m_timeout,
                     [this](const QList<QSslError> &errors) { m_tlsErrors = errors; });
}

void ApiCall::noteHeaders()
{
    if (m_done)
        return;
    if (m_request.kind)
        m_request.kind->note(*m_reply);
    // A cache's answer is as old as it says.
    if (m_request.clock && !m_reply->hasRawHeader("Age"))
        m_request.clock->note(m_reply->rawHeader("Date"), m_sent, QDateTime::currentMSecsSinceEpoch());
}

void ApiCall::readMore()
{
    if (m_done)
        return;
    QByteArray bytes = m_reply->readAll();
    if (bytes.isEmpty())
        return;
    m_bytes += bytes.size();
    if (m_bytes <= m_request.maxBytes) {
        m_body.push_back(std::move(bytes));
        arrived(m_body);
        return;
    }
    failLater({base::ErrorKind::Refused,
               {TRANSLATABLE("Core", "The answer of %1 is larger than %2 MB. Ask for fewer series or a shorter range."),
                {displayName(m_request.endpoint), std::to_string(std::max<qint64>(1, m_request.maxBytes >> 20))}},
               {}});
}

void ApiCall::finished()
{
    if (m_done)
        return;
    readMore();
    if (m_done)
        return;
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QUrl target = m_reply->attribute(QNetworkRequest::RedirectionTargetAttribute).toUrl();
    const bool broken = m_reply->error() != QNetworkReply::NoError && !isStatusError(m_reply->error());
    if (broken || status == 0) {
        failLater(networkError());
        return;
    }
    if (isRedirect(status) && !target.isEmpty()) {
        const QUrl from = m_reply->url();
        const QUrl next = from.resolved(target);
        if (++m_redirects > mostRedirects || !sameOrigin(from, next)) {
            failLater(
                {base::ErrorKind::Network,
                 {TRANSLATABLE("Core", "%1 redirects to %2, which is not followed so that no credentials go there. "
                                       "Enter the address that is meant."),
                  {displayName(m_request.endpoint), addressOf(next)}},
                 next.toString(QUrl::RemoveUserInfo).toStdString()});
            return;
        }
        m_reply->disconnect(&m_timeout);
        m_reply->deleteLater();
        send(next);
        return;
    }
    // Qt unpacks only what it asked for, and from this machine nothing is asked to be packed.
    const QByteArray packed = m_reply->rawHeader("Content-Encoding");
    if (!packed.isEmpty() && packed != "identity" && isThisMachine(m_reply->url().host())) {
        failLater({base::ErrorKind::Unsupported,
                   {TRANSLATABLE("Core", "%1 sent its answer packed (%2), which was not asked for. Check the proxy "
                                         "before the server."),
                    {displayName(m_request.endpoint), packed.toStdString()}},
                   {}});
        return;
    }
    const std::string retryAfter = m_reply->rawHeader("Retry-After").left(64).trimmed().toStdString();
    stop();
    decode({displayName(m_request.endpoint), status, {}, retryAfter}, std::move(m_body));
}

std::string ApiCall::joined(Pieces pieces)
{
    // The decoder wants some room behind the text, and would copy it elsewhere without.
    constexpr std::size_t padding = 64;
    std::size_t size = 0;
    for (const QByteArray &piece : pieces)
        size += static_cast<std::size_t>(piece.size());
    std::string text;
    text.reserve(size + padding);
    for (QByteArray &piece : pieces) {
        text.append(piece.constData(), static_cast<std::size_t>(piece.size()));
        piece.clear();
    }
    return text;
}

void ApiCall::timedOut()
{
    if (!m_done)
        failLater(timeoutError());
}

void ApiCall::failLater(const base::Error &error)
{
    stop();
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [weak = weak_from_this(), error] {
            if (const std::shared_ptr<ApiCall> call = weak.lock())
                call->fail(error);
        },
        Qt::QueuedConnection);
}

double ApiCall::milliseconds() const
{
    return static_cast<double>(m_clock.nsecsElapsed()) / 1e6;
}

void ApiCall::stop()
{
    m_done = true;
    m_timeout.stop();
    if (!m_reply)
        return;
    // abort() emits finished() synchronously.
    m_reply->disconnect(&m_timeout);
    m_reply->abort();
    m_reply->deleteLater();
    m_reply = nullptr;
}

base::Error ApiCall::timeoutError() const
{
    return {
        base::ErrorKind::Timeout,
        {TRANSLATABLE("Core", "%1 did not answer within %2 s. Ask for a shorter range, or give the endpoint a longer "
                              "timeout."),
         {displayName(m_request.endpoint), secondsText(m_request.endpoint.timeoutMilliseconds / 1000.0)}},
        {}};
}

base::Error ApiCall::networkError() const
{
    const std::string server = displayName(m_request.endpoint);
    const std::string said = m_reply->errorString().toStdString();
    const std::string address = addressOf(m_reply->url());
    const std::string &clientFile = m_request.endpoint.certFile;
    if (isAboutClientCertificate(m_reply->errorString()))
        return certificateProblem(address, {}, m_reply->errorString(), clientFile);
    const std::string &proxy = m_request.endpoint.proxyUrl;
    QNetworkReply::NetworkError error = m_reply->error();
    // Without a tunnel the proxy is the only host that is connected to, and Qt does not say that it was it.
    if (proxy.starts_with("http") && m_reply->url().scheme() == QLatin1String("http") &&
        (error == QNetworkReply::ConnectionRefusedError || error == QNetworkReply::HostNotFoundError))
        error = QNetworkReply::ProxyConnectionRefusedError;
    switch (error) {
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
        return {base::ErrorKind::Network,
                proxy.empty() ? base::Text(TRANSLATABLE("Core", "The desktop's proxy cannot be reached. Check the "
                                                                "system's settings (https_proxy, no_proxy) and the "
                                                                "network."))
                              : base::Text(TRANSLATABLE("Core", "The proxy %1 cannot be reached. Check proxy_url and "
                                                                "the network."),
                                           {proxy}),
                said};
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return {base::ErrorKind::Permission,
                proxy.empty()
                    ? base::Text(TRANSLATABLE("Core", "The desktop's proxy wants a user name and password, which "
                                                      "Rulewright does not send. Name another one in proxy_url."))
                    : base::Text(TRANSLATABLE("Core", "The proxy %1 wants a user name and password, which Rulewright "
                                                      "does not send. Name another one in proxy_url."),
                                 {proxy}),
                said};
    case QNetworkReply::ConnectionRefusedError:
        return {base::ErrorKind::Network,
                {TRANSLATABLE("Core", "Nothing listens at %1. Start the server, or check the address."), {address}},
                said};
    case QNetworkReply::HostNotFoundError:
        return {base::ErrorKind::Network,
                {TRANSLATABLE("Core", "The host of %1 is not known. Check the address and the network."), {address}},
                said};
    case QNetworkReply::RemoteHostClosedError:
        return {base::ErrorKind::Network,
                {TRANSLATABLE("Core", "%1 closed the connection before its answer was complete. Try again."), {server}},
                said};
    case QNetworkReply::SslHandshakeFailedError:
        return certificateProblem(address, m_tlsErrors, m_reply->errorString(), clientFile);
    case QNetworkReply::TimeoutError:
        return timeoutError();
    default:
        return {base::ErrorKind::Network,
                {TRANSLATABLE("Core", "%1 cannot be reached: %2. Check the address and the network."), {address, said}},
                said};
    }
}

void runInBackground(std::function<std::function<void()>()> work)
{
    decoders()->start([work = std::move(work)]() mutable {
        std::function<void()> deliver = work();
        work = nullptr;
        QMetaObject::invokeMethod(QCoreApplication::instance(), std::move(deliver), Qt::QueuedConnection);
    });
}

} // namespace prometheus
