#include "widgets/groupform.h"

#include "rules/duration.h"
#include "rules/sharededits.h"
#include "widgets/appearance.h"
#include "widgets/fieldhead.h"
#include "widgets/icons.h"
#include "widgets/pairstable.h"
#include "widgets/ruletexts.h"
#include "widgets/theme.h"
#include "workspace/document.h"

#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace widgets {

namespace {

/// What is wrong with a value of the field, for a person; empty when nothing is.
QString groupDurationProblem(const QString &text)
{
    return text.isEmpty() || rules::parseDuration(text.toStdString())
               ? QString()
               : GroupForm::tr("This is not a duration. Write it like 5m or 1h30m.");
}

QString limitProblem(const QString &text)
{
    bool whole = false;
    (void)text.toLongLong(&whole);
    return whole || text.isEmpty() ? QString() : GroupForm::tr("This is not a whole number.");
}

} // namespace

GroupForm::GroupForm(workspace::Document *document, QWidget *parent)
    : QWidget(parent),
      m_document(document),
      m_head(new FieldHead(this)),
      m_name(m_head->addName("groupName", "name")),
      m_interval(m_head->addField("groupInterval", "interval", groupDurationProblem)),
      m_offset(m_head->addField("groupQueryOffset", "query_offset", groupDurationProblem)),
      m_limit(m_head->addField("groupLimit", "limit", limitProblem)),
      m_labelsTitle(new QLabel(this)),
      m_labels(new PairsTable("groupLabelsTable", this))
{
    setObjectName("groupForm");
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    layout->addWidget(m_head);
    layout->addWidget(m_labelsTitle);
    layout->addWidget(m_labels);
    layout->addStretch();
    connect(m_head, &FieldHead::committed, this, [this](const std::string &field, const QString &value) {
        commit({field, {}}, value);
    });
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

void GroupForm::setGroup(const std::optional<rules::RuleRef> &ref)
{
    if (m_ref == ref)
        return;
    m_head->commitModified();
    m_ref = ref;
    refresh();
}

std::shared_ptr<const rules::RuleDocument> GroupForm::currentRules() const
{
    return m_document->rulesVersion() == m_document->version()
               ? m_document->rules()
               : rules::load(m_document->path().toStdString(), m_document->text(), m_document->rules()->dialect());
}

void GroupForm::refresh()
{
    const rules::RuleGroup *group = m_ref ? m_document->rules()->findGroup(*m_ref) : nullptr;
    setVisible(group != nullptr);
    if (!group || m_document->rulesVersion() != m_document->version())
        return;
    const bool editable = !m_document->isReadOnly() && !m_document->rules()->readOnlyReason();
    const auto fill = [this, editable](QLineEdit *line, const std::optional<rules::Field> &field) {
        m_head->setValue(line, field ? field->value : std::string(), editable);
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
    const auto rules = currentRules();
    const QStringList others = namesOf(rules::sharedChange(*rules, *edits, {{}, m_ref}), *rules);
    if (const auto applied = m_document->apply(*edits, this); !applied)
        emit editFailed(applied.error());
    else if (!others.isEmpty())
        emit othersChanged(others);
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
    const int size = fontMetrics().height();
    m_head->setShape(icon("group", theme.muted).pixmap(size, size), tr("Rule group"));
    m_head->describe(m_name, {}, tr("Name of the rule group"), {});
    m_head->describe(m_interval, "interval", tr("interval: how often the group is evaluated"), "1m");
    m_head->describe(m_offset, "query offset", tr("query_offset: how far back the rules look"), "0s");
    m_head->describe(m_limit, "limit", tr("limit: how many alerts or series a rule may make"), "0");
    m_head->restyle();
    m_labelsTitle->setText(tr("Labels of all rules of the group"));
    m_labels->retranslate(tr("Labels of all rules of the group"));
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, theme.muted);
    m_labelsTitle->setPalette(muted);
}

} // namespace widgets
