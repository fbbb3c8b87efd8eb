#include "widgets/groupform.h"

#include "rules/duration.h"
#include "widgets/appearance.h"
#include "widgets/icons.h"
#include "widgets/pairstable.h"
#include "widgets/theme.h"
#include "workspace/document.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>

namespace widgets {

namespace {

/// What is wrong with a value of the field, for a person; empty when nothing is.
QString groupFieldProblem(const std::string &field, const QString &text)
{
    if (text.isEmpty() || field == "name")
        return {};
    if (field == "limit") {
        bool whole = false;
        (void)text.toLongLong(&whole);
        return whole ? QString() : GroupForm::tr("This is not a whole number.");
    }
    return rules::parseDuration(text.toStdString())
               ? QString()
               : GroupForm::tr("This is not a duration. Write it like 5m or 1h30m.");
}

} // namespace

GroupForm::GroupForm(workspace::Document *document, QWidget *parent)
    : QWidget(parent),
      m_document(document),
      m_shape(new QLabel(this)),
      m_intervalLabel(new QLabel(this)),
      m_offsetLabel(new QLabel(this)),
      m_limitLabel(new QLabel(this)),
      m_labelsTitle(new QLabel(this)),
      m_labels(new PairsTable("groupLabelsTable", this))
{
    setObjectName("groupForm");
    m_name = addLine("groupName", "name");
    m_interval = addLine("groupInterval", "interval");
    m_offset = addLine("groupQueryOffset", "query_offset");
    m_limit = addLine("groupLimit", "limit");
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_shape);
    head->addWidget(m_name, 3);
    for (const auto &[label, line] : {std::pair{m_intervalLabel, m_interval}, std::pair{m_offsetLabel, m_offset},
                                      std::pair{m_limitLabel, m_limit}}) {
        head->addWidget(label);
        head->addWidget(line, 1);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    layout->addLayout(head);
    layout->addWidget(m_labelsTitle);
    layout->addWidget(m_labels);
    layout->addStretch();
    connect(m_labels, &PairsTable::valueChanged, this, [this](const QString &key, const QString &value) {
        commit({"labels", key.toStdString()}, value);
    });
    connect(m_labels, &PairsTable::removed, this, [this](const QString &key) {
        commit({"labels", key.toStdString()}, {});
    });
    connect(m_labels, &PairsTable::nameChanged, this, [this](const QString &oldName, const QString &newName) {
        if (m_ref)
            apply(rules::renameGroupKeyEdits(*currentRules(), *m_ref, {"labels", oldName.toStdString()},
                                             newName.toStdString()));
    });
    connect(document, &workspace::Document::analysed, this, &GroupForm::refresh);
    retranslate();
    setVisible(false);
}

QLineEdit *GroupForm::addLine(const char *name, const char *field)
{
    auto *line = new QLineEdit(this);
    line->setObjectName(name);
    connect(line, &QLineEdit::editingFinished, this, [this, line, field = std::string(field)] {
        if (line->isModified())
            commit({field, {}}, line->text().trimmed());
        line->setModified(false);
    });
    // Said while it is typed; written when the field is left.
    connect(line, &QLineEdit::textEdited, this, [line, field = std::string(field)](const QString &text) {
        const QString problem = groupFieldProblem(field, text.trimmed());
        QPalette palette = line->parentWidget()->palette();
        if (!problem.isEmpty())
            palette.setColor(QPalette::Text, Theme::current().critical);
        line->setPalette(palette);
        line->setToolTip(problem);
    });
    return line;
}

void GroupForm::setGroup(const std::optional<rules::RuleRef> &ref)
{
    if (m_ref == ref)
        return;
    for (QLineEdit *line : {m_name, m_interval, m_offset, m_limit}) {
        if (line->isModified())
            emit line->editingFinished();
    }
    m_ref = ref;
    refresh();
}

std::shared_ptr<const rules::RuleDocument> GroupForm::currentRules() const
{
    return m_document->rulesVersion() == m_document->version()
               ? m_document->rules()
               : rules::load(m_document->path().toStdString(), m_document->text());
}

void GroupForm::refresh()
{
    const rules::RuleGroup *group = m_ref ? m_document->rules()->findGroup(*m_ref) : nullptr;
    setVisible(group != nullptr);
    if (!group || m_document->rulesVersion() != m_document->version())
        return;
    const bool editable = !m_document->isReadOnly() && !m_document->rules()->readOnlyReason();
    const auto fill = [editable](QLineEdit *line, const std::optional<rules::Field> &field) {
        const QString text = field ? QString::fromStdString(field->value) : QString();
        if (!line->isModified() && line->text() != text)
            line->setText(text);
        line->setReadOnly(!editable);
    };
    fill(m_name, group->name);
    fill(m_interval, group->interval);
    fill(m_offset, group->queryOffset);
    fill(m_limit, group->limit);
    std::vector<PairsTable::Pair> pairs;
    for (const auto &[name, value] : group->labels)
        pairs.push_back({name.value, value.value, value.inherited});
    m_labels->setPairs(std::move(pairs));
    m_labels->setEditable(editable);
}

void GroupForm::commit(const rules::FieldPath &path, const QString &value)
{
    if (!m_ref)
        return;
    apply(rules::setGroupFieldEdits(*currentRules(), *m_ref, path, value.toStdString()));
    if (path.field == "name" && !value.isEmpty())
        m_ref->group = value.toStdString();
}

void GroupForm::apply(const base::Result<base::TextEdits> &edits)
{
    if (!edits) {
        emit editFailed(edits.error());
        return;
    }
    if (const auto applied = m_document->apply(*edits, this); !applied)
        emit editFailed(applied.error());
}

void GroupForm::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange || restyles(*event)) {
        retranslate();
        refresh();
    }
    QWidget::changeEvent(event);
}

void GroupForm::retranslate()
{
    const Theme &theme = Theme::current();
    for (QLineEdit *line : {m_name, m_interval, m_offset, m_limit}) {
        line->setFont(fixedFont());
        line->setMinimumWidth(fontMetrics().averageCharWidth() * 8);
    }
    const int size = fontMetrics().height();
    m_shape->setPixmap(icon("group", theme.muted).pixmap(size, size));
    m_shape->setToolTip(tr("Rule group"));
    m_name->setAccessibleName(tr("Name of the rule group"));
    m_intervalLabel->setText("interval");
    m_interval->setAccessibleName(tr("interval: how often the group is evaluated"));
    m_offsetLabel->setText("query offset");
    m_offset->setAccessibleName(tr("query_offset: how far back the rules look"));
    m_limitLabel->setText("limit");
    m_limit->setAccessibleName(tr("limit: how many alerts or series a rule may make"));
    m_interval->setPlaceholderText("1m");
    m_offset->setPlaceholderText("0s");
    m_limit->setPlaceholderText("0");
    m_labelsTitle->setText(tr("Labels of all rules of the group"));
    m_labels->retranslate(tr("Labels of all rules of the group"));
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, theme.muted);
    for (QLabel *label : {m_intervalLabel, m_offsetLabel, m_limitLabel, m_labelsTitle})
        label->setPalette(muted);
}

} // namespace widgets
