#pragma once

#include "alerting/seriessource.h"
#include "prometheus/requestbuilder.h"
#include "prometheus/responsedecoder.h"
#include "prometheus/serverclock.h"
#include "prometheus/serverkind.h"

#include <QElapsedTimer>
#include <QNetworkReply>
#include <QObject>
#include <QPointer>
#include <QSslError>
#include <QTimer>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace prometheus {

/// One request from sending to its callback, redirects included. GUI thread; made by std::make_shared and owned by the
/// PendingQuery that its caller holds: dropping that one aborts silently.
class ApiCall : public std::enable_shared_from_this<ApiCall>
{
public:
    struct Request
    {
        Endpoint endpoint;
        std::string keychainSecret;
        /// Below /api/v1.
        std::string path;
        Parameters parameters;
        bool post = false;
        qint64 maxBytes = 0;
        /// They learn from the answer; null for nobody.
        std::shared_ptr<ServerClock> clock = {};
        std::shared_ptr<ServerKind> kind = {};
    };

    ApiCall(Request request, QNetworkAccessManager *manager);
    virtual ~ApiCall();
    ApiCall(const ApiCall &) = delete;
    ApiCall &operator=(const ApiCall &) = delete;

    void start();
    /// Calls back with `error` from the event loop, unless a result came first.
    void failLater(const base::Error &error);

protected:
    /// The body as it came: joined where it is decoded, as a copy of a hundred megabytes takes longer than a frame.
    using Pieces = std::vector<QByteArray>;
    /// More of the body came; may take what it has read from the front of `body`.
    virtual void arrived(Pieces &body) { Q_UNUSED(body); }
    /// The body begins anew, after a redirect.
    virtual void restarted() {}
    /// Starts decoding in another thread; the result comes back to the GUI thread. The answer has no body yet.
    virtual void decode(HttpAnswer answer, Pieces body) = 0;
    [[nodiscard]] static std::string joined(Pieces pieces);
    virtual void fail(const base::Error &error) = 0;
    [[nodiscard]] double milliseconds() const;

private:
    void send(const QUrl &url);
    void readMore();
    void finished();
    void noteHeaders();
    void timedOut();
    void stop();
    [[nodiscard]] base::Error networkError() const;
    [[nodiscard]] base::Error timeoutError() const;

    Request m_request;
    QPointer<QNetworkAccessManager> m_manager;
    QPointer<QNetworkReply> m_reply;
    QTimer m_timeout;
    QElapsedTimer m_clock;
    /// Wall clock, Unix milliseconds.
    qint64 m_sent = 0;
    Pieces m_body;
    qint64 m_bytes = 0;
    int m_redirects = 0;
    QList<QSslError> m_tlsErrors;
    bool m_done = false;
};

/// An ApiCall whose body is decoded to T by a pure function.
template <class T> class DecodedCall : public ApiCall
{
public:
    using Decode = base::Result<T> (*)(const HttpAnswer &);
    using Done = std::function<void(base::Result<T>)>;

    DecodedCall(Request request, QNetworkAccessManager *manager, Decode decode, Done done)
        : ApiCall(std::move(request), manager), m_decode(decode), m_done(std::move(done))
    {}

protected:
    void decode(HttpAnswer answer, Pieces body) override;
    void fail(const base::Error &error) override { deliver(error); }
    [[nodiscard]] Decode decoder() const { return m_decode; }
    /// For the GUI thread: hands over `result`, unless `call` is gone.
    static std::function<void()> delivery(const std::weak_ptr<ApiCall> &call, base::Result<T> result);

private:
    void deliver(base::Result<T> result)
    {
        // The callback may delete this object or the client.
        if (const Done done = std::exchange(m_done, nullptr))
            done(std::move(result));
    }

    Decode m_decode;
    Done m_done;
};

/// Runs `work` in the shared thread pool, then what it returned in the GUI thread.
void runInBackground(std::function<std::function<void()>()> work);

template <class T>
std::function<void()> DecodedCall<T>::delivery(const std::weak_ptr<ApiCall> &call, base::Result<T> result)
{
    auto shared = std::make_shared<base::Result<T>>(std::move(result));
    return [call, shared] {
        const auto own = std::static_pointer_cast<DecodedCall>(call.lock());
        if (!own)
            return;
        if constexpr (requires(T t) { t.milliseconds; }) {
            if (shared->ok())
                shared->value().milliseconds = own->milliseconds();
        }
        own->deliver(std::move(*shared));
    };
}

template <class T> void DecodedCall<T>::decode(HttpAnswer answer, Pieces body)
{
    auto shared = std::make_shared<HttpAnswer>(std::move(answer));
    auto pieces = std::make_shared<Pieces>(std::move(body));
    runInBackground([weak = weak_from_this(), shared, pieces, decode = m_decode]() -> std::function<void()> {
        shared->body = joined(std::move(*pieces));
        std::function<void()> deliver = delivery(weak, decode(*shared));
        // Here, not where the callback runs.
        shared->body = {};
        return deliver;
    });
}

} // namespace prometheus
