#include "widgets/welcomepage.h"

#include "widgets/appearance.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace widgets {

WelcomePage::WelcomePage(QWidget *parent)
    : QWidget(parent),
      m_title(new QLabel(this)),
      m_promise(new QLabel(this)),
      m_error(new QLabel(this)),
      m_openFolder(new QPushButton(this)),
      m_openDemo(new QPushButton(this)),
      m_recentTitle(new QLabel(this)),
      m_recent(new QVBoxLayout),
      m_busyText(new QLabel(this)),
      m_progress(new QProgressBar(this))
{
    setObjectName("welcomePage");
    m_openFolder->setObjectName("openFolderButton");
    m_openDemo->setObjectName("openDemoButton");
    m_openFolder->setDefault(true);
    m_title->setTextFormat(Qt::PlainText);
    m_promise->setWordWrap(true);
    m_error->setWordWrap(true);
    m_error->setTextFormat(Qt::PlainText);
    m_error->setObjectName("welcomeError");
    m_error->hide();
    m_busyText->setObjectName("welcomeBusy");
    m_busyText->hide();
    m_progress->hide();
    m_progress->setTextVisible(false);
    m_recent->setSpacing(4);

    auto *column = new QVBoxLayout;
    column->setSpacing(8);
    column->addWidget(m_title);
    column->addWidget(m_promise);
    column->addSpacing(16);
    column->addWidget(m_error);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_openFolder);
    buttons->addWidget(m_openDemo);
    buttons->addStretch();
    column->addLayout(buttons);
    column->addWidget(m_busyText);
    column->addWidget(m_progress);
    column->addSpacing(16);
    column->addWidget(m_recentTitle);
    column->addLayout(m_recent);
    auto *outer = new QGridLayout(this);
    outer->setContentsMargins(24, 24, 24, 24);
    outer->setColumnStretch(0, 1);
    outer->setColumnStretch(1, 4);
    outer->setColumnStretch(2, 1);
    outer->setRowStretch(0, 2);
    outer->setRowStretch(2, 3);
    outer->addLayout(column, 1, 1);
    connect(m_openFolder, &QPushButton::clicked, this, &WelcomePage::openFolderRequested);
    connect(m_openDemo, &QPushButton::clicked, this, &WelcomePage::openDemoRequested);
    retranslate();
}

void WelcomePage::setRecent(const QStringList &workspaces)
{
    while (QLayoutItem *item = m_recent->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_recentTitle->setVisible(!workspaces.isEmpty());
    for (const QString &path : workspaces.mid(0, 6)) {
        const QFileInfo info(path);
        auto *button = new QPushButton(this);
        button->setFlat(true);
        button->setStyleSheet("text-align: left; padding: 4px;");
        const QString folder = info.fileName() == "rulewright.yaml" ? info.absolutePath() : path;
        button->setText(QDir(folder).dirName() + "    " + QDir::toNativeSeparators(folder));
        button->setAccessibleName(tr("Open %1").arg(folder));
        connect(button, &QPushButton::clicked, this, [this, path] { emit openRequested(path); });
        m_recent->addWidget(button);
    }
}

void WelcomePage::setError(const QString &text)
{
    m_error->setText(text);
    m_error->setVisible(!text.isEmpty());
}

void WelcomePage::setBusy(const QString &text, int done, int total)
{
    const bool busy = !text.isEmpty();
    m_openFolder->setVisible(!busy);
    m_openDemo->setVisible(!busy);
    m_busyText->setText(text);
    m_busyText->setVisible(busy);
    m_progress->setVisible(busy);
    m_progress->setRange(0, total);
    m_progress->setValue(done);
}

void WelcomePage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange || restyles(*event))
        retranslate();
    QWidget::changeEvent(event);
}

void WelcomePage::retranslate()
{
    const Theme &theme = Theme::current();
    QFont title = font();
    title.setPointSizeF(font().pointSizeF() * 1.6);
    title.setBold(true);
    m_title->setFont(title);
    m_title->setText(tr("Rulewright"));
    m_promise->setText(tr("Write an alert, see what it would have done, ship it to both repositories, with proof."));
    QPalette error = m_error->palette();
    error.setColor(QPalette::WindowText, theme.critical);
    m_error->setPalette(error);
    m_openFolder->setText(tr("Open a folder…"));
    m_openFolder->setIcon(icon("folder", theme.text));
    m_openDemo->setText(tr("Open the demo"));
    m_openDemo->setIcon(icon("play", theme.text));
    m_recentTitle->setText(tr("Recent workspaces"));
    QPalette muted = m_recentTitle->palette();
    muted.setColor(QPalette::WindowText, theme.muted);
    m_recentTitle->setPalette(muted);
    m_promise->setPalette(muted);
}

} // namespace widgets
