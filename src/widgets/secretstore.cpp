#include "widgets/secretstore.h"

#include "prometheus/client.h"

#include <qt6keychain/keychain.h>

namespace widgets {

namespace {

base::Error keychainError(const QKeychain::Job &job, const std::string &endpoint)
{
    const std::string detail = job.errorString().toStdString();
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return {base::ErrorKind::NotFound,
                {TRANSLATABLE("Core", "The keychain has no password for %1. Enter it in the endpoint's settings."),
                 {endpoint}},
                detail};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return {base::ErrorKind::Permission,
                {TRANSLATABLE("Core", "The keychain did not give the password for %1. Unlock it and try again."),
                 {endpoint}},
                detail};
    default:
        return {
            base::ErrorKind::Unsupported,
            {TRANSLATABLE("Core", "The desktop's keychain cannot be used: %1. Name a password file or an environment "
                                  "variable instead."),
             {detail}},
            detail};
    }
}

class DesktopKeychain : public SecretStore
{
public:
    void read(const std::string &endpoint, QObject *context, ReadDone done) override
    {
        auto *job = new QKeychain::ReadPasswordJob(service());
        job->setKey(QString::fromStdString(endpoint));
        QObject::connect(job, &QKeychain::Job::finished, context,
                         [job, endpoint, done = std::move(done)](QKeychain::Job *) {
                             if (job->error() == QKeychain::NoError)
                                 done(job->textData().toStdString());
                             else
                                 done(keychainError(*job, endpoint));
                         });
        job->start();
    }

    void write(const std::string &endpoint, const std::string &secret, QObject *context, WriteDone done) override
    {
        auto *job = new QKeychain::WritePasswordJob(service());
        job->setKey(QString::fromStdString(endpoint));
        job->setTextData(QString::fromStdString(secret));
        QObject::connect(job, &QKeychain::Job::finished, context,
                         [endpoint, done = std::move(done)](QKeychain::Job *finished) {
                             if (finished->error() == QKeychain::NoError)
                                 done({});
                             else
                                 done(keychainError(*finished, endpoint));
                         });
        job->start();
    }

private:
    static QString service() { return QStringLiteral("Rulewright"); }
};

} // namespace

SecretStore &SecretStore::keychain()
{
    static DesktopKeychain store;
    return store;
}

void provideSecret(SecretStore &store, prometheus::Client *client, SecretStore::WriteDone done)
{
    const prometheus::Endpoint &endpoint = client->endpoint();
    if (!endpoint.basicAuth.keychain && !endpoint.bearerKeychain) {
        done({});
        return;
    }
    store.read(endpoint.name, client, [client, done = std::move(done)](const base::Result<std::string> &secret) {
        if (!secret) {
            done(secret.error());
            return;
        }
        client->setKeychainSecret(*secret);
        done({});
    });
}

} // namespace widgets
