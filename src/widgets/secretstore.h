#pragma once

#include "base/result.h"

#include <functional>
#include <string>

#include <QtGlobal>

QT_BEGIN_NAMESPACE
class QObject;
QT_END_NAMESPACE

namespace prometheus {
class Client;
}

namespace widgets {

/// Where passwords and tokens of endpoints are kept, by the endpoint's name. GUI thread. Callbacks come later, from the
/// event loop, and not at all once `context` is gone.
class SecretStore
{
public:
    using ReadDone = std::function<void(base::Result<std::string>)>;
    using WriteDone = std::function<void(base::Result<void>)>;

    virtual ~SecretStore() = default;
    virtual void read(const std::string &endpoint, QObject *context, ReadDone done) = 0;
    virtual void write(const std::string &endpoint, const std::string &secret, QObject *context, WriteDone done) = 0;

    /// The desktop's: Secret Service or KWallet.
    static SecretStore &keychain();
};

/// Gives a client its secret when its endpoint keeps it in the store, then calls `done`, with the error when the store
/// has none. Endpoints that do not use the store are done at once. Not called when the client goes first.
void provideSecret(SecretStore &store, prometheus::Client *client, SecretStore::WriteDone done);

} // namespace widgets
