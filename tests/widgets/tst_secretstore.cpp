#include "support/registry.h"
#include "widgets/secretstore.h"

#include <optional>

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using widgets::SecretStore;

/// The desktop's keychain: GNOME's Secret Service on a bus of its own, and none at all. Each runs in a process of its
/// own, since a process has one session bus.
class TestSecretStore : public QObject
{
    Q_OBJECT

private slots:
    void keepsSecrets();
    void tellsThatThereIsNoKeychain();

private:
    static constexpr const char *childVariable = "RULEWRIGHT_KEYCHAIN_CHILD";
    /// Runs `function` of this class again with `command` before it; what it printed when it failed.
    static QByteArray runAgain(const QStringList &command, const char *function,
                               const QProcessEnvironment &environment);
    static base::Result<std::string> read(const std::string &endpoint);
    static base::Result<void> write(const std::string &endpoint, const std::string &secret);
};

QByteArray TestSecretStore::runAgain(const QStringList &command, const char *function,
                                     const QProcessEnvironment &environment)
{
    QProcess child;
    QProcessEnvironment own = environment;
    own.insert(childVariable, "1");
    own.insert("QT_QPA_PLATFORM", "offscreen");
    child.setProcessEnvironment(own);
    child.setProcessChannelMode(QProcess::MergedChannels);
    const QStringList all = command + QStringList{QCoreApplication::applicationFilePath(), "TestSecretStore", function};
    child.start(all.first(), all.mid(1));
    if (!child.waitForFinished(120'000)) {
        child.kill();
        child.waitForFinished();
    }
    const QByteArray output = child.readAll();
    return child.exitStatus() == QProcess::NormalExit && child.exitCode() == 0 ? QByteArray() : output + "(failed)";
}

base::Result<std::string> TestSecretStore::read(const std::string &endpoint)
{
    std::optional<base::Result<std::string>> got;
    QObject context;
    SecretStore::keychain().read(endpoint, &context, [&got](base::Result<std::string> secret) { got = secret; });
    if (!QTest::qWaitFor([&got] { return got.has_value(); }, 30000))
        return base::Error{base::ErrorKind::Busy, TRANSLATABLE("Core", "There was no answer."), {}};
    return *got;
}

base::Result<void> TestSecretStore::write(const std::string &endpoint, const std::string &secret)
{
    std::optional<base::Result<void>> got;
    QObject context;
    SecretStore::keychain().write(endpoint, secret, &context, [&got](base::Result<void> done) { got = done; });
    if (!QTest::qWaitFor([&got] { return got.has_value(); }, 30000))
        return base::Error{base::ErrorKind::Busy, TRANSLATABLE("Core", "There was no answer."), {}};
    return *got;
}

void TestSecretStore::keepsSecrets()
{
    if (!qEnvironmentVariableIsSet(childVariable)) {
        for (const char *program : {"dbus-run-session", "gnome-keyring-daemon"}) {
            if (QStandardPaths::findExecutable(program).isEmpty())
                QSKIP("dbus and gnome-keyring are not installed.");
        }
        const QTemporaryDir folder;
        QFile script(folder.filePath("unlocked"));
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write("#!/bin/sh\nprintf 'login' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1\n"
                     "exec \"$@\"\n");
        script.close();
        QVERIFY(script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        // Its files and its socket.
        environment.insert("XDG_CURRENT_DESKTOP", "GNOME");
        const QByteArray failed = runAgain({"dbus-run-session", "--", script.fileName()}, "keepsSecrets", environment);
        QVERIFY2(failed.isEmpty(), failed.constData());
        return;
    }
    const auto missing = read("prod");
    QVERIFY(!missing);
    QVERIFY2(missing.error().kind == base::ErrorKind::NotFound, missing.error().text.english().c_str());
    const auto written = write("prod", "s3cr\xc3\xa9t \"quoted\"\n");
    QVERIFY2(written.ok(), written ? "" : (written.error().text.english() + written.error().detail).c_str());
    QVERIFY(write("staging", "another"));
    const auto secret = read("prod");
    QVERIFY2(secret.ok(), secret ? "" : secret.error().text.english().c_str());
    QCOMPARE(*secret, std::string("s3cr\xc3\xa9t \"quoted\"\n"));
    QVERIFY(write("prod", "newer"));
    QCOMPARE(read("prod").value(), std::string("newer"));
    QCOMPARE(read("staging").value(), std::string("another"));
}

void TestSecretStore::tellsThatThereIsNoKeychain()
{
    if (!qEnvironmentVariableIsSet(childVariable)) {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all");
        const QByteArray failed = runAgain({"env"}, "tellsThatThereIsNoKeychain", environment);
        QVERIFY2(failed.isEmpty(), failed.constData());
        return;
    }
    const auto secret = read("prod");
    QVERIFY(!secret);
    QVERIFY2(secret.error().kind == base::ErrorKind::Unsupported, secret.error().text.english().c_str());
    const std::string said = secret.error().text.english();
    QVERIFY2(said.find("The desktop's keychain cannot be used") == 0 && said.find("Name a password file") > 0,
             said.c_str());
    QVERIFY(!write("prod", "x"));
}

REGISTER_TEST(TestSecretStore);

#include "tst_secretstore.moc"
