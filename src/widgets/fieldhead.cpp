#include "widgets/fieldhead.h"

#include "widgets/appearance.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPixmap>
#include <QPushButton>

namespace widgets {

namespace {

/// Room for a duration like 1h30m.
constexpr int fewestCharacters = 8;
constexpr int nameStretch = 4;
constexpr int restStretch = 5;

} // namespace

FieldHead::FieldHead(QWidget *parent) : QWidget(parent), m_layout(new QHBoxLayout(this)), m_shape(new QLabel(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(8);
    m_layout->addWidget(m_shape);
    m_shape->hide();
}

QLineEdit *FieldHead::addName(const char *objectName, const char *field)
{
    return addLine(objectName, field, nullptr, {});
}

QLineEdit *FieldHead::addField(const char *objectName, const char *field, Problem problem)
{
    auto *label = new QLabel(this);
    m_layout->addWidget(label);
    return addLine(objectName, field, label, std::move(problem));
}

void FieldHead::addRest(QWidget *widget)
{
    m_layout->addWidget(widget, restStretch);
}

void FieldHead::addButton(QPushButton *button)
{
    m_layout->addStretch(2);
    m_layout->addWidget(button);
}

QLineEdit *FieldHead::addLine(const char *objectName, const char *field, QLabel *label, Problem problem)
{
    auto *line = new QLineEdit(this);
    line->setObjectName(objectName);
    if (label)
        label->setBuddy(line);
    m_layout->addWidget(line, label ? 1 : nameStretch);
    m_fields.push_back({line, label});
    connect(line, &QLineEdit::editingFinished, this, [this, line, field = std::string(field)] {
        if (line->isModified())
            emit committed(field, line->text().trimmed());
        line->setModified(false);
    });
    if (problem) {
        connect(line, &QLineEdit::textEdited, this, [line, problem = std::move(problem)](const QString &text) {
            const QString wrong = problem(text.trimmed());
            QPalette palette = line->parentWidget()->palette();
            if (!wrong.isEmpty())
                palette.setColor(QPalette::Text, Theme::current().critical);
            line->setPalette(palette);
            line->setToolTip(wrong);
        });
    }
    return line;
}

QLabel *FieldHead::labelOf(const QLineEdit *line) const
{
    for (const Field &field : m_fields) {
        if (field.line == line)
            return field.label;
    }
    return nullptr;
}

void FieldHead::setShape(const QPixmap &shape, const QString &what)
{
    m_shape->setPixmap(shape);
    m_shape->show();
    m_shape->setToolTip(what);
    m_shape->setAccessibleName(what);
}

void FieldHead::describe(QLineEdit *line, const QString &label, const QString &accessibleName,
                         const QString &placeholder)
{
    if (QLabel *text = labelOf(line))
        text->setText(label);
    line->setAccessibleName(accessibleName);
    line->setPlaceholderText(placeholder);
}

void FieldHead::setValue(QLineEdit *line, const std::string &value, bool editable)
{
    const QString text = QString::fromStdString(value);
    if (!line->isModified() && line->text() != text)
        line->setText(text);
    line->setReadOnly(!editable);
}

void FieldHead::setFieldVisible(QLineEdit *line, bool visible)
{
    line->setVisible(visible);
    if (QLabel *label = labelOf(line))
        label->setVisible(visible);
}

void FieldHead::commitModified()
{
    for (const Field &field : m_fields) {
        if (field.line->isModified())
            emit field.line->editingFinished();
    }
}

void FieldHead::restyle()
{
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, Theme::current().muted);
    for (const Field &field : m_fields) {
        field.line->setFont(fixedFont());
        field.line->setMinimumWidth(fontMetrics().averageCharWidth() * fewestCharacters);
        if (field.label)
            field.label->setPalette(muted);
    }
}

} // namespace widgets
