#pragma once

#include "base/result.h"
#include "prometheus/client.h"

#include <QDialog>
#include <QStringList>

#include <memory>

QT_BEGIN_NAMESPACE
class QLineEdit;
QT_END_NAMESPACE

namespace widgets {

class SecretStore;
namespace Ui {
class EndpointDialog;
}

/// Adds, edits and tests an endpoint. For open(). A password goes to the keychain or is named by file or environment
/// variable; endpoint() never holds it.
class EndpointDialog : public QDialog
{
    Q_OBJECT

public:
    explicit EndpointDialog(prometheus::Endpoint endpoint, QWidget *parent = nullptr);
    ~EndpointDialog() override;

    /// What the form says; once the dialog was accepted, what is to be used.
    [[nodiscard]] prometheus::Endpoint endpoint() const;
    /// Names of the other endpoints, which this one must not have.
    void setTakenNames(const QStringList &names);
    /// The desktop's keychain unless set. Must outlive the dialog.
    void setSecretStore(SecretStore *store);

    void accept() override;

protected:
    void changeEvent(QEvent *event) override;

private:
    enum class Auth { None, Basic, Bearer };
    enum class Source { File, Variable, Keychain };
    enum class Tone { Quiet, Fine, Error };

    void fill();
    void connectAll();
    void updateRows();
    void edited();
    void browse(QLineEdit *edit, const QString &title);
    /// The form as an endpoint, or what is wrong with it.
    [[nodiscard]] base::Result<prometheus::Endpoint> read() const;
    [[nodiscard]] QString missing(const prometheus::Endpoint &endpoint) const;
    [[nodiscard]] bool keepsStoredSecret(const prometheus::Endpoint &endpoint) const;
    void test();
    void ask();
    void askByQuery(const base::Error &first);
    void succeeded(const QString &sentence);
    void show(const QString &sentence, Tone tone);
    void applyTheme();

    std::unique_ptr<Ui::EndpointDialog> m_ui;
    prometheus::Endpoint m_endpoint;
    QStringList m_takenNames;
    SecretStore *m_secrets;
    std::unique_ptr<prometheus::Client> m_client;
    std::unique_ptr<alerting::PendingQuery> m_pending;
    Tone m_tone = Tone::Quiet;
};

} // namespace widgets
