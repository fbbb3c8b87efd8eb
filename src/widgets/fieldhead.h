#pragma once

#include <QWidget>

#include <functional>
#include <string>
#include <vector>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPixmap;
class QPushButton;
QT_END_NAMESPACE

namespace widgets {

/// A row of fields in a form over a document's text: a shape with the name, and short fields behind their labels. A
/// value is judged while it is typed and handed on when its field is left.
class FieldHead : public QWidget
{
    Q_OBJECT

public:
    /// What is wrong with a value, for a person; empty when nothing is.
    using Problem = std::function<QString(const QString &value)>;

    explicit FieldHead(QWidget *parent = nullptr);

    /// The wide field of the name, which has no label. `field` is a key of the rule or group.
    QLineEdit *addName(const char *objectName, const char *field);
    QLineEdit *addField(const char *objectName, const char *field, Problem problem = {});
    /// Takes more room than the name.
    void addRest(QWidget *widget);
    /// At the right end.
    void addButton(QPushButton *button);
    void setShape(const QPixmap &shape, const QString &what);
    /// The label is empty for the name.
    void describe(QLineEdit *line, const QString &label, const QString &accessibleName, const QString &placeholder);
    /// Leaves what is being typed.
    void setValue(QLineEdit *line, const std::string &value, bool editable);
    void setFieldVisible(QLineEdit *line, bool visible);
    /// Hands on what is typed and not yet committed.
    void commitModified();
    /// After a change of theme or font.
    void restyle();

signals:
    void committed(const std::string &field, const QString &value);

private:
    QLineEdit *addLine(const char *objectName, const char *field, QLabel *label, Problem problem);

    struct Field
    {
        QLineEdit *line;
        /// None for the name.
        QLabel *label;
    };
    [[nodiscard]] QLabel *labelOf(const QLineEdit *line) const;

    QHBoxLayout *m_layout;
    QLabel *m_shape;
    std::vector<Field> m_fields;
};

} // namespace widgets
