#pragma once

#include "base/textedit.h"
#include "rules/ruledocument.h"

#include <QObject>
#include <QString>

#include <memory>
#include <string>

namespace workspace {

/// One file: its text, what of it is not on disk, and what the analysis made of it. GUI thread. The text is the truth:
/// every change is a set of byte-range edits; views push edits and listen to changed().
class Document : public QObject
{
    Q_OBJECT

public:
    /// Reads the file: refuses binary data, more than 64 MB, and a file that changes while it is read.
    [[nodiscard]] static base::Result<std::unique_ptr<Document>> open(const QString &path);
    /// A new file: not on disk until it is saved.
    [[nodiscard]] static std::unique_ptr<Document> create(const QString &path, std::string text);
    ~Document() override;

    /// Absolute.
    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] const std::string &text() const { return m_text; }
    /// Grows by one with every change.
    [[nodiscard]] quint64 version() const { return m_version; }
    [[nodiscard]] bool isModified() const;
    [[nodiscard]] bool isReadOnly() const { return m_readOnly; }
    /// The disk holds something that was neither loaded nor saved here.
    [[nodiscard]] bool changedOnDisk() const { return m_changedOnDisk; }
    /// The text as last loaded or saved.
    [[nodiscard]] const std::string &savedText() const { return m_savedText; }

    /// The newest analysis; may be older than text() — compare rulesVersion(). Never null.
    [[nodiscard]] const std::shared_ptr<const rules::RuleDocument> &rules() const { return m_rules; }
    [[nodiscard]] quint64 rulesVersion() const { return m_rulesVersion; }

    /// Applies edits made against text(). `origin` is who made them, so that it can skip the echo.
    base::Result<void> apply(const base::TextEdits &edits, const QObject *origin = nullptr);
    /// Writes atomically; refuses with ErrorKind::Conflict when the disk is not what was loaded.
    base::Result<void> save();
    /// Takes what is on disk; unsaved changes are gone.
    base::Result<void> reload();
    /// Goes on with the own text over what is on disk now: the next save may overwrite it.
    void keepMine();
    /// Takes an unsaved text that was kept over a crash. When the disk no longer holds what it was typed over, the
    /// document is marked as changed on disk.
    base::Result<void> restore(const std::string &text, const QByteArray &diskHash);
    /// Compares the disk with what was loaded: reloads a clean document, marks a modified one.
    void checkDisk();
    /// Something else (the two-repository save) wrote text() to disk.
    void markSaved(std::string text);
    void setRules(std::shared_ptr<const rules::RuleDocument> rules, quint64 version);

signals:
    void changed(const base::TextEdits &edits, const QObject *origin);
    void modifiedChanged(bool modified);
    void analysed();
    void changedOnDiskChanged(bool changed);

private:
    Document(QString path, std::string text);

    QString m_path;
    std::string m_text;
    std::string m_savedText;
    bool m_onDisk = false;
    bool m_readOnly = false;
    bool m_changedOnDisk = false;
    quint64 m_version = 1;
    quint64 m_rulesVersion = 0;
    std::shared_ptr<const rules::RuleDocument> m_rules;
};

} // namespace workspace
