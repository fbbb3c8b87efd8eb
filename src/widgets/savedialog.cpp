#include "widgets/savedialog.h"

#include "widgets/appearance.h"
#include "widgets/conflictpanel.h"
#include "widgets/coretext.h"
#include "widgets/diffview.h"
#include "widgets/icons.h"
#include "widgets/messagebar.h"
#include "widgets/theme.h"
#include "workspace/acceptance.h"
#include "workspace/savebuild.h"
#include "workspace/saveupstream.h"

#include <QCheckBox>
#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QTreeWidget>

#include <algorithm>

namespace widgets {

namespace {

QString shortId(const QString &id)
{
    return id.left(7);
}

QString branchName(QString ref)
{
    return ref.startsWith("refs/heads/") ? ref.mid(11) : ref;
}

/// The detail of an error below its sentence: git's own words.
QString withDetail(const base::Error &error)
{
    const QString detail = QString::fromStdString(error.detail).trimmed();
    return detail.isEmpty() ? translated(error.text) : translated(error.text) + '\n' + detail;
}

} // namespace

SaveDialog::SaveDialog(workspace::WorkspaceFile file, Buffers buffers, QWidget *parent)
    : QDialog(parent),
      m_file(std::move(file)),
      m_buffers(std::move(buffers)),
      m_scheduler(1),
      m_messages(new MessageBar(this)),
      m_intro(new QLabel(this)),
      m_files(new QTreeWidget(this)),
      m_copy(new ConflictPanel(this)),
      m_diff(new DiffView(this)),
      m_problems(new QLabel(this)),
      m_include(new QPushButton(this)),
      m_update(new QPushButton(this)),
      m_messageLabel(new QLabel(this)),
      m_message(new QPlainTextEdit(this)),
      m_useBranch(new QCheckBox(this)),
      m_branch(new QLineEdit(this)),
      m_push(new QCheckBox(this)),
      m_progress(new QProgressBar(this)),
      m_save(new QPushButton(this)),
      m_cancel(new QPushButton(this))
{
    setObjectName("saveDialog");
    m_files->setObjectName("saveFiles");
    m_message->setObjectName("commitMessage");
    m_branch->setObjectName("branchName");
    m_useBranch->setObjectName("useBranch");
    m_push->setObjectName("push");
    m_save->setObjectName("saveToBothButton");
    m_cancel->setObjectName("cancelSave");
    m_problems->setObjectName("saveProblems");
    m_include->setObjectName("includeFiles");
    m_update->setObjectName("bringUpToDate");
    m_files->setHeaderHidden(true);
    m_files->setColumnCount(2);
    m_files->setUniformRowHeights(true);
    constexpr int leastCharacters = 30;
    m_files->setMinimumWidth(fontMetrics().averageCharWidth() * leastCharacters);
    m_files->header()->setStretchLastSection(false);
    m_files->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_files->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_problems->setWordWrap(true);
    m_problems->setTextFormat(Qt::PlainText);
    m_problems->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_intro->setWordWrap(true);
    m_branch->setEnabled(false);
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_message->setTabChangesFocus(true);

    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(m_files);
    auto *right = new QWidget(this);
    auto *rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(0, 0, 0, 0);
    rightLayout->setSpacing(0);
    rightLayout->addWidget(m_copy);
    rightLayout->addWidget(m_diff, 1);
    m_copy->hide();
    splitter->addWidget(right);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 4);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({fontMetrics().averageCharWidth() * 38, fontMetrics().averageCharWidth() * 140});
    auto *form = new QGridLayout;
    form->setContentsMargins(16, 8, 16, 16);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->addWidget(m_problems, 0, 0);
    auto *mend = new QVBoxLayout;
    mend->setSpacing(8);
    mend->addWidget(m_include, 0, Qt::AlignRight);
    mend->addWidget(m_update, 0, Qt::AlignRight);
    mend->addStretch();
    form->addLayout(mend, 0, 1);
    form->addWidget(m_messageLabel, 1, 0);
    form->addWidget(m_message, 2, 0, 3, 1);
    form->addWidget(m_useBranch, 2, 1);
    form->addWidget(m_branch, 3, 1);
    form->addWidget(m_push, 4, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_progress);
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_save);
    form->addLayout(buttons, 5, 0, 1, 2);
    form->setColumnStretch(0, 3);
    form->setColumnStretch(1, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_messages);
    m_intro->setContentsMargins(16, 12, 16, 12);
    layout->addWidget(m_intro);
    layout->addWidget(splitter, 1);
    layout->addLayout(form);

    connect(m_files, &QTreeWidget::currentItemChanged, this, &SaveDialog::showFile);
    connect(m_message, &QPlainTextEdit::textChanged, this, &SaveDialog::updateButtons);
    connect(m_branch, &QLineEdit::textChanged, this, &SaveDialog::updateButtons);
    connect(m_useBranch, &QCheckBox::toggled, this, [this](bool on) {
        m_branch->setEnabled(on);
        if (on) {
            m_branch->setFocus();
            // A new branch starts at the upstream as it is now.
            bringUpToDate();
        }
        updateButtons();
    });
    connect(m_update, &QPushButton::clicked, this, &SaveDialog::bringUpToDate);
    connect(m_copy, &ConflictPanel::chosen, this, &SaveDialog::choose);
    connect(m_include, &QPushButton::clicked, this, [this] {
        m_included += notIncluded();
        makePlan();
    });
    connect(m_save, &QPushButton::clicked, this, &SaveDialog::execute);
    connect(m_cancel, &QPushButton::clicked, this, &SaveDialog::reject);
    retranslate();
    const QSize window = parent ? parent->window()->size() : QSize(1280, 800);
    resize(window * 0.92);
}

SaveDialog::~SaveDialog() = default;

void SaveDialog::setMessage(const QString &message)
{
    m_message->setPlainText(message);
}

void SaveDialog::setPlanner(Planner planner, const QString &message)
{
    m_planner = std::move(planner);
    m_message->setPlainText(message);
}

void SaveDialog::setIncluded(const QStringList &paths)
{
    m_included = paths;
}

void SaveDialog::open()
{
    QDialog::open();
    m_message->setFocus();
    makePlan();
}

void SaveDialog::reject()
{
    // A save that is under way ends by itself in a moment; closing must not hide how.
    if (m_busy && m_plan)
        return;
    m_scheduler.cancel("plan");
    QDialog::reject();
}

void SaveDialog::makePlan()
{
    m_busy = true;
    m_plan.reset();
    updateButtons();
    const workspace::WorkspaceFile file = m_file;
    const std::vector<workspace::BufferedFile> buffers = m_buffers();
    const QStringList included = m_included;
    const workspace::TwinChoices choices = m_choices;
    const Planner planner = m_planner;
    m_scheduler.run(
        "plan", 0, [this, file, buffers, included, choices, planner](std::stop_token) -> workspace::Scheduler::Deliver {
            auto plan = std::make_shared<base::Result<workspace::SavePlan>>(
                planner ? planner(file, buffers) : workspace::planSave(file, buffers, included, choices));
            // What a workspace file names is built only after it was accepted.
            if (*plan && workspace::isAccepted(file))
                workspace::checkBuilds(file, **plan);
            return [this, plan] { takePlan(std::move(*plan)); };
        });
}

void SaveDialog::bringUpToDate()
{
    m_busy = true;
    m_plan.reset();
    m_intro->setText(tr("Fetching from the upstreams…"));
    updateButtons();
    const workspace::WorkspaceFile file = m_file;
    m_scheduler.run("update", 0, [this, file](std::stop_token) -> workspace::Scheduler::Deliver {
        auto updates = std::make_shared<std::vector<workspace::UpstreamUpdate>>(workspace::bringUpToDate(file));
        return [this, updates] {
            QStringList lines;
            bool current = true;
            for (const workspace::UpstreamUpdate &each : *updates) {
                if (each.text.english().empty())
                    continue;
                current = current && each.current;
                lines += withDetail({base::ErrorKind::Io, each.text, each.detail});
            }
            if (!lines.isEmpty())
                m_messages->show(current ? MessageBar::Kind::Info : MessageBar::Kind::Warning, lines.join('\n'));
            makePlan();
        };
    });
}

void SaveDialog::choose(const QString &path, const workspace::TwinChoice &choice)
{
    m_choices[path] = choice;
    m_selected = path;
    makePlan();
}

void SaveDialog::takePlan(base::Result<workspace::SavePlan> plan)
{
    m_busy = false;
    if (!plan) {
        m_messages->show(MessageBar::Kind::Error, withDetail(plan.error()),
                         {{tr("Try again"), [this] { makePlan(); }}});
        updateButtons();
        return;
    }
    m_plan = std::move(*plan);
    for (const workspace::PlanProblem &problem : m_plan->problems) {
        if (!problem.conflict)
            continue;
        std::vector<yaml::TwinConflict> &known = m_conflicts[problem.file];
        const auto same = std::ranges::find(known, problem.conflict->id, &yaml::TwinConflict::id);
        if (same == known.end())
            known.push_back(*problem.conflict);
        else
            *same = *problem.conflict;
    }
    fillFiles();
    showProblems();
    retranslate();
    updateButtons();
}

void SaveDialog::fillFiles()
{
    const QString selected = m_selected;
    m_files->clear();
    const Theme &theme = Theme::current();
    QTreeWidgetItem *first = nullptr;
    QTreeWidgetItem *open = nullptr;
    QTreeWidgetItem *again = nullptr;
    std::map<QString, QTreeWidgetItem *> roots;
    const auto addRoot = [&](const QString &role, const QString &path) {
        auto *root = new QTreeWidgetItem(m_files, {role + "  " + QFileInfo(path).fileName()});
        root->setIcon(0, icon("repository", theme.muted));
        root->setForeground(1, theme.muted);
        root->setToolTip(0, QDir::toNativeSeparators(path));
        root->setExpanded(true);
        roots[role] = root;
        return root;
    };
    const auto addFile = [&](QTreeWidgetItem *root, const QString &path, const QString &what, const QColor &color) {
        auto *item = new QTreeWidgetItem(root, {QFileInfo(path).fileName(), what});
        item->setToolTip(0, path);
        item->setIcon(0, icon("file", theme.muted));
        item->setForeground(1, color);
        item->setData(0, Qt::UserRole + 1, path);
        first = first ? first : item;
        again = path == selected ? item : again;
        return item;
    };
    for (std::size_t r = 0; r < m_plan->repositories.size(); ++r) {
        const workspace::PlannedRepository &repository = m_plan->repositories[r];
        QTreeWidgetItem *root = addRoot(repository.role, repository.root);
        root->setText(1, branchName(repository.ref));
        root->setToolTip(0, QDir::toNativeSeparators(repository.root) + "  " + shortId(repository.headId));
        for (std::size_t f = 0; f < repository.files.size(); ++f) {
            const workspace::PlannedFile &file = repository.files[f];
            const QString what = !file.head ? tr("added") : !file.after ? tr("deleted") : tr("changed");
            QTreeWidgetItem *item = addFile(root, QDir(repository.root).filePath(file.path), what,
                                            !file.head    ? theme.fine
                                            : !file.after ? theme.critical
                                                          : theme.muted);
            item->setData(0, Qt::UserRole, QPoint(static_cast<int>(r), static_cast<int>(f)));
        }
        if (repository.files.empty()) {
            auto *none = new QTreeWidgetItem(root, {tr("No change")});
            none->setForeground(0, theme.muted);
            none->setFlags(Qt::ItemIsEnabled);
        }
        for (const QString &hook : repository.hooks) {
            auto *row = new QTreeWidgetItem(root, {tr("Hook that runs: %1").arg(hook)});
            row->setForeground(0, theme.muted);
            row->setFlags(Qt::ItemIsEnabled);
            row->setFirstColumnSpanned(true);
            row->setToolTip(0, row->text(0));
        }
    }
    QStringList conflicted;
    for (const workspace::PlanProblem &problem : m_plan->problems) {
        if (problem.kind != workspace::PlanProblem::Kind::Conflict || conflicted.contains(problem.file))
            continue;
        conflicted += problem.file;
        const auto root = roots.find(problem.role);
        QTreeWidgetItem *item = addFile(root != roots.end() ? root->second : addRoot(problem.role, m_file.gitops),
                                        problem.file, tr("conflict"), theme.critical);
        open = open ? open : item;
    }
    const auto listed = [this](const QString &path) {
        for (const workspace::PlannedRepository &repository : m_plan->repositories) {
            for (const workspace::PlannedFile &file : repository.files) {
                if (QDir(repository.root).filePath(file.path) == path)
                    return true;
            }
        }
        return false;
    };
    const auto rootOfCopies = [&] {
        const auto root = roots.find("gitops");
        return root != roots.end() ? root->second : addRoot("gitops", m_file.gitops);
    };
    for (const workspace::TwinHistory &history : m_plan->histories) {
        if (!history.notTransferred.empty() && !conflicted.contains(history.file) && !listed(history.file) &&
            !m_choices.contains(history.file))
            addFile(rootOfCopies(), history.file, tr("behind"), theme.warning);
    }
    // Copies that were chosen to stay as they are can be chosen anew.
    for (const auto &[path, choice] : m_choices) {
        if (!conflicted.contains(path) && !listed(path))
            addFile(rootOfCopies(), path, tr("stays"), theme.muted);
    }
    const bool settled = again && !conflicted.contains(selected);
    m_files->setCurrentItem(again && !(settled && open) ? again : open ? open : first);
    showFile();
}

bool SaveDialog::copyable(const QString &path) const
{
    return std::ranges::none_of(m_file.mappings, [&](const workspace::Mapping &mapping) {
        const QString target = QDir::cleanPath(m_file.gitops + '/' + mapping.gitops);
        return mapping.rulesOnly && (path == target || path.startsWith(target + '/'));
    });
}

void SaveDialog::showFile()
{
    const QTreeWidgetItem *item = m_files->currentItem();
    const QString path = item ? item->data(0, Qt::UserRole + 1).toString() : QString();
    if (path.isEmpty() || !m_plan) {
        m_copy->hide();
        m_diff->show();
        if (!m_plan || m_plan->empty())
            m_diff->clear();
        return;
    }
    m_selected = path;
    const workspace::PlannedFile *file = nullptr;
    const workspace::PlannedRepository *repository = nullptr;
    if (item->data(0, Qt::UserRole).isValid()) {
        const QPoint place = item->data(0, Qt::UserRole).toPoint();
        repository = &m_plan->repositories[static_cast<std::size_t>(place.x())];
        file = &repository->files[static_cast<std::size_t>(place.y())];
    }
    const auto choice = m_choices.find(path);
    const auto conflicts = m_conflicts.find(path);
    m_copy->setVisible(!file || (!file->twinOf.isEmpty() && file->head));
    const auto history = std::ranges::find(m_plan->histories, path, &workspace::TwinHistory::file);
    m_copy->setCopy({path, conflicts == m_conflicts.end() ? std::vector<yaml::TwinConflict>() : conflicts->second,
                     choice == m_choices.end() ? workspace::TwinChoice() : choice->second,
                     file ? file->losesLines : std::vector<std::string>(), copyable(path),
                     history == m_plan->histories.end() ? std::nullopt : std::optional(*history)});
    m_diff->setVisible(file != nullptr);
    if (!file) {
        m_diff->clear();
        return;
    }
    m_diff->setTexts(tr("%1 as committed (%2)").arg(file->path, shortId(repository->headId)),
                     file->head.value_or(std::string()), tr("%1 as it will be").arg(file->path),
                     file->after.value_or(std::string()));
}

QStringList SaveDialog::notIncluded() const
{
    QStringList paths;
    for (const workspace::PlanProblem &problem : m_plan ? m_plan->problems : std::vector<workspace::PlanProblem>()) {
        if (problem.kind != workspace::PlanProblem::Kind::NotIncluded)
            continue;
        const QString root = problem.role == "gitops" ? m_file.gitops : m_file.source;
        paths.append(QDir(root).filePath(problem.path));
    }
    return paths;
}

void SaveDialog::showProblems()
{
    QStringList lines;
    bool blocking = false;
    int conflicts = 0;
    for (const workspace::PlanProblem &problem : m_plan->problems) {
        blocking = blocking || problem.blocking;
        if (problem.conflict && problem.conflict->kind != yaml::TwinConflict::Kind::NotCarried)
            ++conflicts;
        else if (problem.kind != workspace::PlanProblem::Kind::NotTransferred)
            lines.append((problem.blocking ? QStringLiteral("✕ ") : QStringLiteral("• ")) + translated(problem.text));
    }
    const auto behind = std::ranges::count_if(m_plan->histories, [](const workspace::TwinHistory &history) {
        return !history.notTransferred.empty() && !history.caughtUp;
    });
    if (behind > 0)
        lines.append("• " + tr("%n copy(s) lack what was committed to the source before. This save leaves it out; "
                               "choose above to carry it.",
                               nullptr, static_cast<int>(behind)));
    if (conflicts > 0)
        lines.prepend("✕ " + tr("Source and copy differ in %n place(s) that both changed. Decide above what the copy "
                                "gets; nothing is written before.",
                                nullptr, conflicts));
    m_problems->setText(lines.join('\n'));
    m_problems->setVisible(!lines.isEmpty());
    const Theme &theme = Theme::current();
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, blocking ? theme.critical : theme.warning);
    m_problems->setPalette(colors);
    m_include->setVisible(!notIncluded().isEmpty());
    m_update->setVisible(std::ranges::any_of(m_plan->problems, [](const workspace::PlanProblem &problem) {
        return problem.kind == workspace::PlanProblem::Kind::Behind;
    }));
}

void SaveDialog::updateButtons()
{
    const bool toBranch = m_useBranch->isChecked();
    const bool ready = m_plan && !m_busy && !m_plan->empty() && !m_plan->blocked(toBranch);
    const bool messageGiven = !m_message->toPlainText().trimmed().isEmpty();
    const bool branchGiven = !toBranch || !m_branch->text().trimmed().isEmpty();
    m_save->setEnabled(ready && messageGiven && branchGiven);
    m_save->setToolTip(ready && !messageGiven ? tr("Write a commit message first.") : QString());
    m_progress->setVisible(m_busy);
    m_include->setVisible(m_plan && !m_busy && !notIncluded().isEmpty());
    m_problems->setVisible(m_plan && !m_problems->text().isEmpty());
    m_update->setEnabled(!m_busy);
    m_copy->setEnabled(!m_busy);
    for (QWidget *each : std::initializer_list<QWidget *>{m_message, m_useBranch, m_push})
        each->setEnabled(!m_busy || !m_plan);
    m_branch->setEnabled(toBranch && !m_busy);
}

void SaveDialog::execute()
{
    m_busy = true;
    m_messages->clear();
    updateButtons();
    workspace::SaveOptions options;
    options.message = m_message->toPlainText().trimmed();
    options.branch = m_useBranch->isChecked() ? m_branch->text().trimmed() : QString();
    options.push = m_push->isChecked();
    // The message may be rewritten; what was found stays with the pull request.
    options.review = options.message.contains(m_review) ? QString() : m_review;
    const workspace::SavePlan plan = *m_plan;
    m_scheduler.run("save", 0, [this, plan, options](std::stop_token) -> workspace::Scheduler::Deliver {
        auto result = std::make_shared<base::Result<workspace::SaveResult>>(workspace::executeSave(plan, options));
        return [this, result] { takeResult(std::move(*result)); };
    });
}

void SaveDialog::takeResult(base::Result<workspace::SaveResult> result)
{
    m_busy = false;
    if (!result) {
        m_messages->show(MessageBar::Kind::Error, withDetail(result.error()),
                         {{tr("Look again"), [this] { makePlan(); }}});
        updateButtons();
        return;
    }
    emit saved(*result, *m_plan);
    accept();
}

void SaveDialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

void SaveDialog::retranslate()
{
    const bool both = !m_file.gitops.isEmpty() && m_file.gitops != m_file.source;
    setWindowTitle(both ? tr("Save to both repositories") : tr("Save and commit"));
    if (!m_plan)
        m_intro->setText(tr("Comparing the repositories…"));
    else if (m_plan->empty())
        m_intro->setText(tr("Nothing differs from the last commits. There is nothing to save."));
    else
        m_intro->setText(both ? tr("These changes are committed in both repositories together. If either commit fails, "
                                   "neither happens and no file changes.")
                              : tr("These changes are committed together."));
    m_files->setAccessibleName(tr("Files that change"));
    m_messageLabel->setText(tr("Commit message"));
    m_message->setAccessibleName(tr("Commit message"));
    m_message->setPlaceholderText(tr("What changes, and why"));
    m_message->setFont(fixedFont());
    m_message->setFixedHeight(QFontMetrics(fixedFont()).lineSpacing() * 4 + 12);
    m_useBranch->setText(both ? tr("Commit to a new branch in both") : tr("Commit to a new branch"));
    m_branch->setPlaceholderText(tr("Name of the branch"));
    m_branch->setAccessibleName(tr("Name of the new branch"));
    m_push->setText(tr("Push afterwards"));
    m_update->setText(tr("Fetch and bring up to date"));
    m_include->setText(tr("Take new and deleted files along"));
    m_save->setText(both ? tr("Save to both") : tr("Save"));
    m_save->setIcon(icon("save-to-both", Theme::current().text));
    m_save->setDefault(true);
    m_cancel->setText(tr("Cancel"));
}

} // namespace widgets
