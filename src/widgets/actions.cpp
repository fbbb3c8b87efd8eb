#include "widgets/actions.h"

#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QWidget>

#include <array>

namespace widgets {

namespace {

struct ActionSpec
{
    const char *id;
    const char *text;
    /// Several, separated by `; `.
    const char *shortcuts;
    const char *icon;
    bool checkable = false;
};

constexpr auto actionTable = std::to_array<ActionSpec>({
    {"open-folder", QT_TRANSLATE_NOOP("Actions", "Open &folder…"), "Ctrl+Shift+O", "folder"},
    {"open-file", QT_TRANSLATE_NOOP("Actions", "&Open file…"), "Ctrl+O", "file"},
    {"open-demo", QT_TRANSLATE_NOOP("Actions", "Open the &demo"), "", "play"},
    {"new-file", QT_TRANSLATE_NOOP("Actions", "&New rule file…"), "Ctrl+N", "add"},
    {"save", QT_TRANSLATE_NOOP("Actions", "&Save file"), "Ctrl+S", "save"},
    {"save-all", QT_TRANSLATE_NOOP("Actions", "Save &all files"), "Ctrl+Alt+S", "save"},
    {"save-to-both", QT_TRANSLATE_NOOP("Actions", "Save to &both…"), "Ctrl+Shift+S", "save-to-both"},
    {"reload", QT_TRANSLATE_NOOP("Actions", "&Reload from disk"), "Ctrl+R", "refresh"},
    {"close-tab", QT_TRANSLATE_NOOP("Actions", "&Close file"), "Ctrl+W", "close"},
    {"close-workspace", QT_TRANSLATE_NOOP("Actions", "Close &workspace"), "", ""},
    {"quit", QT_TRANSLATE_NOOP("Actions", "&Quit"), "Ctrl+Q", ""},
    {"undo", QT_TRANSLATE_NOOP("Actions", "&Undo"), "Ctrl+Z", "undo"},
    {"redo", QT_TRANSLATE_NOOP("Actions", "&Redo"), "Ctrl+Shift+Z; Ctrl+Y", "redo"},
    {"complete", QT_TRANSLATE_NOOP("Actions", "&Complete"), "Ctrl+Space; Alt+/", ""},
    {"fix", QT_TRANSLATE_NOOP("Actions", "&Fix the problem…"), "Alt+Return", "check"},
    {"next-problem", QT_TRANSLATE_NOOP("Actions", "&Next problem"), "F8", "problems"},
    {"format-expression", QT_TRANSLATE_NOOP("Actions", "F&ormat the expression"), "Ctrl+Shift+F", ""},
    {"fold-all", QT_TRANSLATE_NOOP("Actions", "Fo&ld or unfold all"), "Ctrl+Alt+F", ""},
    {"command-palette", QT_TRANSLATE_NOOP("Actions", "&Command palette…"), "Ctrl+Shift+P", "search"},
    {"go-to-rule", QT_TRANSLATE_NOOP("Actions", "&Go to rule…"), "Ctrl+P", "search"},
    {"go-to-dependency", QT_TRANSLATE_NOOP("Actions", "Go to de&pendency…"), "F12", ""},
    {"go-to-dependent", QT_TRANSLATE_NOOP("Actions", "Go to depe&ndent…"), "Shift+F12", ""},
    {"next-pane", QT_TRANSLATE_NOOP("Actions", "Next &pane"), "F6", ""},
    {"previous-pane", QT_TRANSLATE_NOOP("Actions", "Pre&vious pane"), "Shift+F6", ""},
    {"back-to-editor", QT_TRANSLATE_NOOP("Actions", "Back to the &editor"), "Esc", ""},
    {"show-graph", QT_TRANSLATE_NOOP("Actions", "Dependency &graph"), "Ctrl+G", "graph"},
    {"compare-versions", QT_TRANSLATE_NOOP("Actions", "Compare &versions in the graph…"), "Ctrl+Shift+G", "graph"},
    {"export-graph", QT_TRANSLATE_NOOP("Actions", "E&xport the graph…"), "", "graph"},
    {"show-review", QT_TRANSLATE_NOOP("Actions", "Re&view copies of rules"), "Ctrl+Alt+V", "duplicate"},
    {"show-drift", QT_TRANSLATE_NOOP("Actions", "&Drift"), "Ctrl+Shift+D", "save-to-both"},
    {"show-delivery", QT_TRANSLATE_NOOP("Actions", "Deli&very"), "Ctrl+Shift+L", "alert"},
    {"show-follow", QT_TRANSLATE_NOOP("Actions", "&Until live"), "Ctrl+Alt+L", "check"},
    {"show-preview", QT_TRANSLATE_NOOP("Actions", "&Preview"), "Ctrl+Shift+E", "preview"},
    {"show-problems", QT_TRANSLATE_NOOP("Actions", "P&roblems"), "Ctrl+Shift+M", "problems"},
    {"filter-rules", QT_TRANSLATE_NOOP("Actions", "&Filter rules"), "Ctrl+Shift+R", "search"},
    {"theme-system", QT_TRANSLATE_NOOP("Actions", "Theme: &system"), "", "", true},
    {"theme-light", QT_TRANSLATE_NOOP("Actions", "Theme: &light"), "", "", true},
    {"theme-dark", QT_TRANSLATE_NOOP("Actions", "Theme: &dark"), "", "", true},
    {"language-system", QT_TRANSLATE_NOOP("Actions", "Language: s&ystem"), "", "", true},
    {"language-en", QT_TRANSLATE_NOOP("Actions", "Language: &English"), "", "", true},
    {"language-ko", QT_TRANSLATE_NOOP("Actions", "Language: &Korean"), "", "", true},
    {"larger-text", QT_TRANSLATE_NOOP("Actions", "&Larger text"), "Ctrl++; Ctrl+=", ""},
    {"smaller-text", QT_TRANSLATE_NOOP("Actions", "S&maller text"), "Ctrl+-", ""},
    {"normal-text", QT_TRANSLATE_NOOP("Actions", "&Normal text size"), "Ctrl+0", ""},
    {"new-alert", QT_TRANSLATE_NOOP("Actions", "New &alerting rule"), "Ctrl+Alt+A", "alert"},
    {"new-recording", QT_TRANSLATE_NOOP("Actions", "New &recording rule"), "Ctrl+Alt+R", "recording"},
    {"new-group", QT_TRANSLATE_NOOP("Actions", "New &group"), "Ctrl+Alt+G", "group"},
    {"duplicate-rule", QT_TRANSLATE_NOOP("Actions", "&Duplicate rule"), "Ctrl+Alt+D", "duplicate"},
    {"delete-rule", QT_TRANSLATE_NOOP("Actions", "De&lete rule"), "Ctrl+Alt+Backspace", "delete"},
    {"move-rule-up", QT_TRANSLATE_NOOP("Actions", "Move rule &up"), "Ctrl+Alt+Up", "move-up"},
    {"move-rule-down", QT_TRANSLATE_NOOP("Actions", "Move rule d&own"), "Ctrl+Alt+Down", "move-down"},
    {"find-replace", QT_TRANSLATE_NOOP("Actions", "Fi&nd and replace…"), "Ctrl+F; Ctrl+H", "search"},
    {"switch-off", QT_TRANSLATE_NOOP("Actions", "S&witch off"), "Ctrl+Alt+O", ""},
    {"switch-on", QT_TRANSLATE_NOOP("Actions", "Switch &on"), "Ctrl+Alt+I", ""},
    {"set-field", QT_TRANSLATE_NOOP("Actions", "Set a &field of the rules…"), "Ctrl+Alt+E", ""},
    {"rename-rule", QT_TRANSLATE_NOOP("Actions", "Rena&me the recording rule…"), "F2", ""},
    {"copy-plain", QT_TRANSLATE_NOOP("Actions", "Copy the group as a r&ule file"), "", ""},
    {"copy-configmap", QT_TRANSLATE_NOOP("Actions", "Copy the group as a &ConfigMap"), "", ""},
    {"copy-prometheusrule", QT_TRANSLATE_NOOP("Actions", "Copy the group as a &PrometheusRule"), "", ""},
    {"paste-rules", QT_TRANSLATE_NOOP("Actions", "Pa&ste rules"), "Ctrl+Shift+V", ""},
    {"refresh-status", QT_TRANSLATE_NOOP("Actions", "&Look again at files and repositories"), "F5", "refresh"},
    {"fetch-in-background", QT_TRANSLATE_NOOP("Actions", "&Fetch in the background"), "", "", true},
    {"add-endpoint", QT_TRANSLATE_NOOP("Actions", "&Add endpoint…"), "", "add"},
    {"edit-endpoint", QT_TRANSLATE_NOOP("Actions", "&Edit endpoint…"), "", "settings"},
    {"remove-endpoint", QT_TRANSLATE_NOOP("Actions", "&Remove endpoint"), "", "delete"},
    {"choose-dialect", QT_TRANSLATE_NOOP("Actions", "&Dialect of the rules…"), "", ""},
    {"run-preview", QT_TRANSLATE_NOOP("Actions", "&Run the preview now"), "Ctrl+Return", "play"},
    {"run-backtest", QT_TRANSLATE_NOOP("Actions", "&Backtest the alert"), "Ctrl+Shift+Return", ""},
    {"shortcuts", QT_TRANSLATE_NOOP("Actions", "&Keyboard shortcuts"), "F1", ""},
    {"about", QT_TRANSLATE_NOOP("Actions", "A&bout Rulewright"), "", ""},
});

} // namespace

Actions::Actions(QWidget *window) : QObject(window), m_window(window)
{
    for (const ActionSpec &spec : actionTable) {
        auto *action = new QAction(this);
        action->setObjectName(spec.id);
        action->setCheckable(spec.checkable);
        QList<QKeySequence> keys;
        for (const QString &key : QString::fromLatin1(spec.shortcuts).split("; ", Qt::SkipEmptyParts))
            keys.append(QKeySequence(key, QKeySequence::PortableText));
        action->setShortcuts(keys);
        action->setShortcutContext(Qt::WindowShortcut);
        window->addAction(action);
        m_actions[spec.id] = action;
        m_order.append(action);
    }
    refresh();
}

void Actions::bind(const char *id, std::function<void()> run)
{
    connect(action(id), &QAction::triggered, this, [run = std::move(run)] { run(); });
}

QAction *Actions::action(const char *id) const
{
    const auto found = m_actions.find(id);
    Q_ASSERT_X(found != m_actions.end(), "Actions", id);
    return found->second;
}

QList<QAction *> Actions::all() const
{
    return m_order;
}

void Actions::refresh()
{
    const Theme &theme = Theme::current();
    for (std::size_t i = 0; i < actionTable.size(); ++i) {
        QAction *action = m_order[static_cast<qsizetype>(i)];
        action->setText(QCoreApplication::translate("Actions", actionTable[i].text));
        action->setIcon(*actionTable[i].icon ? icon(actionTable[i].icon, theme.text) : QIcon());
        const QString key = action->shortcut().toString(QKeySequence::NativeText);
        // Korean texts carry their mnemonic in brackets behind the word.
        static const QRegularExpression mnemonic(QStringLiteral("\\(&[A-Z]\\)"));
        QString plain = action->text();
        plain.remove(mnemonic).remove('&');
        action->setIconText(plain);
        action->setToolTip(key.isEmpty() ? plain : plain + "  " + key);
        action->setIconVisibleInMenu(false);
    }
}

} // namespace widgets
