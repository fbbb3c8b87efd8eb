#include "widgets/rulestree.h"

#include "rules/disabling.h"
#include "widgets/appearance.h"
#include "widgets/icons.h"
#include "widgets/rulesdelegate.h"
#include "widgets/rulestreeview.h"
#include "widgets/ruletexts.h"
#include "widgets/theme.h"
#include "workspace/workspace.h"

#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace widgets {

namespace {

/// New items for more rules would hold the window up: the others follow.
constexpr std::size_t mostMadeAtOnce = 1500;
/// Of more rules only the files are shown at first.
constexpr std::size_t mostOpenRules = 2000;

enum ItemRole { PathRole = Qt::UserRole, RefRole, KeyRole, DisabledRole };

/// The places of the rules with errors among all rules of the file.
std::set<std::size_t> rulesWithErrors(const workspace::RuleFile &file)
{
    std::vector<std::size_t> places;
    for (const base::Diagnostic &each : file.diagnostics) {
        if (each.severity == base::Severity::Error)
            places.push_back(each.range.start);
    }
    std::ranges::sort(places);
    std::set<std::size_t> broken;
    std::size_t rule = 0;
    for (const rules::RuleGroup &group : file.rules->groups()) {
        for (const rules::Rule &each : group.rules) {
            const auto first = std::ranges::lower_bound(places, each.range.start);
            if (first != places.end() && *first <= each.range.end)
                broken.insert(rule);
            ++rule;
        }
    }
    return broken;
}

bool sameLabels(const rules::Rule &a, const rules::Rule &b)
{
    return std::ranges::equal(a.labels, b.labels, [](const auto &one, const auto &other) {
        return one.first.value == other.first.value && one.second.value == other.second.value;
    });
}

/// Whether the items of the rules would say the same, their tips apart.
bool sameItems(const rules::RuleGroup &a, const rules::RuleGroup &b)
{
    const bool same = a.name.value == b.name.value && a.key == b.key && a.document == b.document &&
                      std::ranges::equal(a.rules, b.rules, [](const rules::Rule &one, const rules::Rule &other) {
                          return one.kind == other.kind && one.name.value == other.name.value;
                      });
    if (!same)
        return false;
    const bool unchanged = std::ranges::equal(a.rules, b.rules, [](const rules::Rule &one, const rules::Rule &other) {
        return one.expr.value == other.expr.value && sameLabels(one, other);
    });
    return unchanged || distinctions(a) == distinctions(b);
}

bool sameOutline(const rules::RuleDocument &a, const rules::RuleDocument &b)
{
    return std::ranges::equal(a.groups(), b.groups(), sameItems) &&
           std::ranges::equal(rules::disabledItems(a), rules::disabledItems(b),
                              [](const rules::DisabledItem &one, const rules::DisabledItem &other) {
                                  return one.name == other.name && one.isGroup == other.isGroup &&
                                         one.isRecording == other.isRecording && one.group == other.group;
                              });
}

} // namespace

RulesTree::RulesTree(workspace::Workspace *workspace, QWidget *parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_filter(new QLineEdit(this)),
      m_tree(new RulesTreeView(this)),
      m_empty(new QLabel(this))
{
    setObjectName("rulesPanel");
    m_filter->setObjectName("rulesFilter");
    m_filter->setClearButtonEnabled(true);
    m_tree->setObjectName("rulesTree");
    m_tree->setHeaderHidden(true);
    m_tree->setColumnCount(1);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(14);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setTextElideMode(Qt::ElideRight);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setItemDelegate(new RulesDelegate(m_tree));
    m_empty->setWordWrap(true);
    m_empty->setMargin(16);
    m_empty->setAlignment(Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *filterRow = new QVBoxLayout;
    filterRow->setContentsMargins(8, 8, 8, 8);
    filterRow->addWidget(m_filter);
    layout->addLayout(filterRow);
    layout->addWidget(m_tree, 1);
    layout->addWidget(m_empty, 1);
    connect(m_filter, &QLineEdit::textChanged, this, &RulesTree::applyFilter);
    connect(m_filter, &QLineEdit::returnPressed, m_tree, qOverload<>(&QWidget::setFocus));
    connect(workspace, &workspace::Workspace::filesChanged, this, &RulesTree::rebuild);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem *item) {
        if (m_filling || !item)
            return;
        m_wanted.reset();
        if (const auto ref = selectedRule())
            emit ruleSelected(*ref);
        else if (const auto group = selectedGroup())
            emit groupSelected(*group);
    });
    connect(m_tree, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem *) {
        if (const auto ref = selectedRule())
            emit ruleActivated(*ref);
        else if (!selectedFile().isEmpty())
            emit fileActivated(selectedFile());
    });
    connect(static_cast<RulesTreeView *>(m_tree), &RulesTreeView::itemsDropped, this, &RulesTree::takeDrop);
    connect(m_tree, &QWidget::customContextMenuRequested, this,
            [this](const QPoint &at) { emit contextMenuRequested(m_tree->viewport()->mapToGlobal(at)); });
    const auto rememberItem = [this](QTreeWidgetItem *item, bool collapsed) {
        if (m_filling || !m_filter->text().isEmpty())
            return;
        const QString key = item->data(0, KeyRole).toString();
        (collapsed ? m_collapsed : m_opened).insert(key);
        (collapsed ? m_opened : m_collapsed).erase(key);
    };
    connect(m_tree, &QTreeWidget::itemCollapsed, this,
            [rememberItem](QTreeWidgetItem *item) { rememberItem(item, true); });
    connect(m_tree, &QTreeWidget::itemExpanded, this,
            [rememberItem](QTreeWidgetItem *item) { rememberItem(item, false); });
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &RulesTree::rebuild);
    m_filterNext.setSingleShot(true);
    connect(&m_filterNext, &QTimer::timeout, this, &RulesTree::filterOn);
    retranslate();
    rebuild();
}

void RulesTree::showExpressions(const rules::RuleDocument &before, const rules::RuleDocument &now)
{
    for (std::size_t g = 0; g < now.groups().size(); ++g) {
        const rules::RuleGroup &group = now.groups()[g];
        for (std::size_t i = 0; i < group.rules.size(); ++i) {
            const std::string &expr = group.rules[i].expr.value;
            if (expr == before.groups()[g].rules[i].expr.value)
                continue;
            if (const auto item = m_rules.find(now.refOf(group, i).id()); item != m_rules.end())
                item->second->setToolTip(0, QString::fromStdString(expr).trimmed());
        }
    }
}

bool RulesTree::showsSame(Shown &shown, const workspace::RuleFile &file)
{
    if (shown.twin != file.twin)
        return false;
    if (shown.rules == file.rules)
        return true;
    if (rulesWithErrors(file) != shown.broken || !sameOutline(*shown.rules, *file.rules))
        return false;
    showExpressions(*shown.rules, *file.rules);
    shown.rules = file.rules;
    return true;
}

bool RulesTree::showsChanges()
{
    const auto &files = m_workspace->files();
    QStringList roots;
    for (const workspace::Root &root : m_workspace->roots())
        roots.append(root.path);
    const auto place = [](const auto &each) { return std::pair<std::size_t, const QString &>(each.root, each.path); };
    if (files.empty() || roots != m_shownRoots || !std::ranges::is_sorted(files, {}, place) ||
        !std::ranges::is_sorted(m_shown, {}, place))
        return false;
    const bool filling = std::exchange(m_filling, true);
    std::optional<Choice> choice;
    const QTreeWidgetItem *current = m_tree->currentItem();
    const auto begin = [this, &choice] {
        if (choice)
            return;
        choice = this->choice();
        m_tree->setUpdatesEnabled(false);
        closeWhenLarge();
    };
    std::vector<Shown> before = std::exchange(m_shown, {});
    std::vector<int> rows(std::size_t(roots.size()));
    auto shown = before.begin();
    const auto drop = [&] {
        begin();
        removeFile(m_tree->topLevelItem(int(shown->root))->child(rows[shown->root]));
        ++shown;
    };
    std::size_t made = 0;
    bool postponed = false;
    for (const workspace::RuleFile &file : files) {
        while (shown != before.end() && place(*shown) < place(file))
            drop();
        const bool known = shown != before.end() && place(*shown) == place(file);
        const bool full = made >= mostMadeAtOnce;
        if (known && (showsSame(*shown, file) || full)) {
            postponed = postponed || shown->rules != file.rules || shown->twin != file.twin;
            m_shown.push_back(std::move(*shown));
            ++shown;
        } else if (full) {
            postponed = true;
            continue;
        } else {
            made += 1 + file.rules->ruleCount();
            begin();
            if (known)
                drop();
            m_shown.push_back({file.path, file.root, file.twin, file.rules, rulesWithErrors(file)});
            addFile(m_tree->topLevelItem(int(file.root)), rows[file.root], file, m_shown.back().broken);
        }
        ++rows[file.root];
    }
    while (shown != before.end())
        drop();
    if (choice) {
        if (m_tree->currentItem() != current)
            choose(*choice);
        chooseAll(choice->chosen);
        m_tree->setUpdatesEnabled(true);
    }
    m_filling = filling;
    m_catchesUp = postponed;
    if (const auto wanted = std::exchange(m_wanted, {}))
        selectRule(*wanted);
    if (choice && (!m_filter->text().isEmpty() || m_filterNext.isActive()))
        applyFilter();
    // The window goes on in between.
    if (postponed)
        m_next.start();
    return true;
}

void RulesTree::removeFile(QTreeWidgetItem *item)
{
    const auto forget = [this](auto &&self, QTreeWidgetItem *each) -> void {
        for (int i = 0; i < each->childCount(); ++i)
            self(self, each->child(i));
        if (const auto rule = m_ruleRefs.find(each); rule != m_ruleRefs.end()) {
            // Another rule of the same place may have come already.
            if (const auto known = m_rules.find(rule->second.id()); known != m_rules.end() && known->second == each)
                m_rules.erase(known);
            m_ruleRefs.erase(rule);
        }
        m_groupRefs.erase(each);
    };
    forget(forget, item);
    delete item;
}

void RulesTree::choose(const Choice &choice)
{
    if (choice.rule) {
        selectRule(*choice.rule);
    } else if (choice.group) {
        for (const auto &[item, ref] : m_groupRefs) {
            if (ref == *choice.group)
                setCurrent(item);
        }
    } else if (!choice.file.isEmpty()) {
        for (int root = 0; root < m_tree->topLevelItemCount(); ++root) {
            const QTreeWidgetItem *rootItem = m_tree->topLevelItem(root);
            for (int i = 0; i < rootItem->childCount(); ++i) {
                if (rootItem->child(i)->data(0, PathRole).toString() == choice.file)
                    setCurrent(rootItem->child(i));
            }
        }
    }
}

bool RulesTree::isOpen(const QString &key) const
{
    return m_large ? m_opened.contains(key) : !m_collapsed.contains(key);
}

void RulesTree::closeWhenLarge()
{
    std::size_t rules = 0;
    for (const workspace::RuleFile &file : m_workspace->files())
        rules += file.rules->ruleCount();
    if (std::exchange(m_large, rules > mostOpenRules) || !m_large)
        return;
    for (int root = 0; root < m_tree->topLevelItemCount(); ++root) {
        QTreeWidgetItem *rootItem = m_tree->topLevelItem(root);
        for (int i = 0; i < rootItem->childCount(); ++i) {
            QTreeWidgetItem *file = rootItem->child(i);
            file->setExpanded(m_opened.contains(file->data(0, KeyRole).toString()));
        }
    }
}

void RulesTree::rebuild()
{
    if (showsChanges())
        return;
    m_shown.clear();
    m_shownRoots.clear();
    for (const workspace::Root &root : m_workspace->roots())
        m_shownRoots.append(root.path);
    const Choice before = choice();
    m_filling = true;
    m_tree->setUpdatesEnabled(false);
    m_tree->clear();
    closeWhenLarge();
    m_rules.clear();
    m_ruleRefs.clear();
    m_groupRefs.clear();
    const Theme &theme = Theme::current();
    for (std::size_t root = 0; root < m_workspace->roots().size(); ++root) {
        const workspace::Root &each = m_workspace->roots()[root];
        const QString folder = QFileInfo(each.path).fileName();
        auto *rootItem = new QTreeWidgetItem(m_tree, {each.role.isEmpty() ? folder : each.role + "  " + folder});
        rootItem->setData(0, RulesDelegate::ApartRole, each.role.isEmpty() ? QString() : folder);
        rootItem->setIcon(0, icon(each.role.isEmpty() ? "folder" : "repository", theme.muted));
        rootItem->setToolTip(0, QDir::toNativeSeparators(each.path));
        rootItem->setData(0, KeyRole, each.path);
        rootItem->setExpanded(!m_collapsed.contains(each.path));
    }
    m_wanted = before.rule;
    if (!showsChanges()) {
        // While files arrive they may stand in another order.
        for (const workspace::RuleFile &file : m_workspace->files()) {
            m_shown.push_back({file.path, file.root, file.twin, file.rules, rulesWithErrors(file)});
            QTreeWidgetItem *rootItem = m_tree->topLevelItem(static_cast<int>(file.root));
            addFile(rootItem, rootItem->childCount(), file, m_shown.back().broken);
        }
    }
    m_tree->setUpdatesEnabled(true);
    const bool any = !m_workspace->files().empty();
    m_tree->setVisible(any);
    m_empty->setVisible(!any);
    choose(before);
    chooseAll(before.chosen);
    m_filling = false;
    retranslate();
    applyFilter();
}

void RulesTree::addFile(QTreeWidgetItem *parent, int row, const workspace::RuleFile &file,
                        const std::set<std::size_t> &broken)
{
    const Theme &theme = Theme::current();
    const QString rootPath = m_workspace->roots()[file.root].path;
    const QString shown =
        QFileInfo(rootPath).isDir() ? QDir(rootPath).relativeFilePath(file.path) : QFileInfo(file.path).fileName();
    const QString name = QFileInfo(shown).fileName();
    // Repositories have many files of one name.
    const QString folder = QFileInfo(shown).path();
    const bool apart = folder != QLatin1String(".");
    auto *fileItem = new QTreeWidgetItem({apart ? name + "  " + folder : name});
    fileItem->setData(0, RulesDelegate::ApartRole, apart ? folder : QString());
    parent->insertChild(row, fileItem);
    fileItem->setIcon(0, icon("file", theme.muted));
    fileItem->setToolTip(0, shown);
    fileItem->setData(0, PathRole, file.path);
    fileItem->setData(0, KeyRole, file.path);
    const bool severalKeys = std::ranges::any_of(file.rules->groups(), [&](const rules::RuleGroup &group) {
        return group.key != file.rules->groups().front().key || group.document != file.rules->groups().front().document;
    });
    std::map<std::string, QTreeWidgetItem *> groups;
    std::size_t place = 0;
    for (const rules::RuleGroup &group : file.rules->groups()) {
        const QString name = QString::fromStdString(group.name.value);
        auto *groupItem = new QTreeWidgetItem(
            fileItem, {severalKeys && group.key ? name + "  (" + QString::fromStdString(*group.key) + ')' : name});
        groupItem->setIcon(0, icon("group", theme.muted));
        groupItem->setData(0, PathRole, file.path);
        groupItem->setData(0, RulesDelegate::CountRole, locale().toString(qulonglong(group.rules.size())));
        const QString key = file.path + '\n' + name + '\n' + QString::fromStdString(group.key.value_or(""));
        groupItem->setData(0, KeyRole, key);
        const rules::RuleRef groupRef = file.rules->refOf(group, 0);
        m_groupRefs.emplace(groupItem, groupRef);
        groups.emplace(groupRef.id(), groupItem);
        const QStringList apartOf = distinctions(group);
        for (std::size_t i = 0; i < group.rules.size(); ++i) {
            const rules::Rule &rule = group.rules[i];
            const QString &apart = apartOf[qsizetype(i)];
            const QString name = QString::fromStdString(rule.name.value);
            auto *item = new QTreeWidgetItem(groupItem, {apart.isEmpty() ? name : name + "  " + apart});
            item->setData(0, RulesDelegate::ApartRole, apart);
            item->setIcon(0, ruleIcon(group, rule));
            if (broken.contains(place++))
                item->setForeground(0, theme.critical);
            else if (rule.name.value.empty())
                item->setText(0, tr("(no name)"));
            item->setToolTip(0, QString::fromStdString(rule.expr.value).trimmed());
            item->setData(0, PathRole, file.path);
            const rules::RuleRef ref = file.rules->refOf(group, i);
            item->setData(0, RefRole, QVariant::fromValue(static_cast<qulonglong>(i)));
            m_rules[ref.id()] = item;
            if (m_badges.contains(ref.id()))
                showBadge(ref.id(), item);
            m_ruleRefs.emplace(item, ref);
        }
        groupItem->setExpanded(!m_collapsed.contains(key));
    }
    addDisabled(fileItem, *file.rules, groups);
    fileItem->setExpanded(!file.twin && isOpen(file.path));
}

void RulesTree::addDisabled(QTreeWidgetItem *fileItem, const rules::RuleDocument &document,
                            const std::map<std::string, QTreeWidgetItem *> &groups)
{
    const Theme &theme = Theme::current();
    qulonglong place = 0;
    for (const rules::DisabledItem &disabled : rules::disabledItems(document)) {
        QTreeWidgetItem *parent = fileItem;
        if (!disabled.isGroup && disabled.group) {
            rules::RuleRef group = *disabled.group;
            group.index = 0;
            if (const auto found = groups.find(group.id()); found != groups.end())
                parent = found->second;
        }
        auto *item = new QTreeWidgetItem(parent, {tr("%1 (off)").arg(QString::fromStdString(disabled.name))});
        item->setIcon(0, icon(disabled.isGroup ? "group" : disabled.isRecording ? "recording" : "alert", theme.muted));
        item->setForeground(0, theme.muted);
        QFont font = item->font(0);
        font.setItalic(true);
        item->setFont(0, font);
        item->setData(0, PathRole, QString::fromStdString(document.file()));
        item->setData(0, DisabledRole, QVariant::fromValue(place++));
        item->setFlags(item->flags() & ~Qt::ItemIsDragEnabled);
    }
}

std::optional<rules::RuleRef> RulesTree::selectedRule() const
{
    const auto found = m_ruleRefs.find(m_tree->currentItem());
    return found == m_ruleRefs.end() ? std::nullopt : std::optional(found->second);
}

std::optional<rules::RuleRef> RulesTree::selectedGroup() const
{
    const auto found = m_groupRefs.find(m_tree->currentItem());
    return found == m_groupRefs.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::size_t> RulesTree::selectedDisabled() const
{
    const QTreeWidgetItem *item = m_tree->currentItem();
    const QVariant place = item ? item->data(0, DisabledRole) : QVariant();
    const workspace::RuleFile *file = place.isValid() ? m_workspace->findFile(selectedFile()) : nullptr;
    if (!file)
        return std::nullopt;
    const std::vector<rules::DisabledItem> items = rules::disabledItems(*file->rules);
    const std::size_t index = place.toULongLong();
    return index < items.size() ? std::optional(items[index].range.start) : std::nullopt;
}

std::vector<rules::RuleRef> RulesTree::selectedRules() const
{
    std::vector<rules::RuleRef> refs;
    for (QTreeWidgetItemIterator it(m_tree); *it; ++it) {
        const QTreeWidgetItem *item = *it;
        const auto found = m_ruleRefs.find(item);
        const bool chosen = item->isSelected() ||
                            (item->parent() && item->parent()->isSelected() && m_groupRefs.contains(item->parent()));
        if (found != m_ruleRefs.end() && chosen && !item->isHidden())
            refs.push_back(found->second);
    }
    return refs;
}

QString RulesTree::selectedFile() const
{
    const QTreeWidgetItem *item = m_tree->currentItem();
    return item ? item->data(0, PathRole).toString() : QString();
}

void RulesTree::focusFilter()
{
    m_filter->setFocus();
    m_filter->selectAll();
}

void RulesTree::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (restyles(*event) || event->type() == QEvent::LanguageChange) {
        m_shownRoots.clear();
        rebuild();
    }
    QWidget::changeEvent(event);
}

void RulesTree::retranslate()
{
    m_filter->setPlaceholderText(tr("Filter rules"));
    m_filter->setAccessibleName(tr("Filter rules by name or expression"));
    m_tree->setAccessibleName(tr("Rules of the workspace"));
    m_empty->setText(m_workspace->isOpen() ? tr("There are no rule files here. Create one with File → New rule file.")
                                           : tr("Nothing is open. Open a folder, a workspace or a rule file."));
}

} // namespace widgets
