#include "widgets/pairstable.h"

#include "widgets/appearance.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>

namespace widgets {

namespace {

QString shownValue(const std::string &value)
{
    // One row, one line: breaks are shown and kept.
    return QString::fromStdString(value).replace('\n', QChar(0x23CE));
}

std::string enteredValue(const QString &text)
{
    return QString(text).replace(QChar(0x23CE), '\n').toStdString();
}

} // namespace

PairsTable::PairsTable(const QString &objectName, QWidget *parent) : QTableWidget(parent)
{
    setObjectName(objectName);
    setColumnCount(2);
    horizontalHeader()->hide();
    horizontalHeader()->setStretchLastSection(true);
    verticalHeader()->hide();
    setShowGrid(false);
    setSelectionMode(SingleSelection);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setSizeAdjustPolicy(AdjustToContents);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(DoubleClicked | EditKeyPressed | AnyKeyPressed | SelectedClicked);
    connect(this, &QTableWidget::itemChanged, this, &PairsTable::takeChange);
    fill();
}

void PairsTable::setPairs(std::vector<Pair> pairs)
{
    if (pairs == m_pairs && rowCount() > 0)
        return;
    m_pairs = std::move(pairs);
    fill();
}

void PairsTable::setEditable(bool editable)
{
    if (m_editable == editable)
        return;
    m_editable = editable;
    fill();
}

void PairsTable::retranslate(const QString &accessibleName)
{
    setAccessibleName(accessibleName);
    fill();
}

void PairsTable::fill()
{
    m_filling = true;
    const int row = currentRow();
    const int column = currentColumn();
    const Theme &theme = Theme::current();
    const QFont fixed = fixedFont();
    const int count = static_cast<int>(m_pairs.size());
    setRowCount(count + (m_editable ? 1 : 0));
    const auto put = [&](int r, int c, const QString &text, bool inherited) {
        auto *cell = new QTableWidgetItem(text);
        cell->setFont(fixed);
        if (c == 0 || inherited)
            cell->setForeground(theme.muted);
        if (inherited)
            cell->setToolTip(tr("This value comes from an anchor. A change here overrides it for this rule."));
        if (!m_editable)
            cell->setFlags(cell->flags() & ~Qt::ItemIsEditable);
        setItem(r, c, cell);
    };
    for (int r = 0; r < count; ++r) {
        const Pair &pair = m_pairs[static_cast<std::size_t>(r)];
        put(r, 0, QString::fromStdString(pair.name), pair.inherited);
        put(r, 1, shownValue(pair.value), pair.inherited);
        item(r, 1)->setToolTip(pair.inherited ? item(r, 1)->toolTip() : QString::fromStdString(pair.value));
    }
    if (m_editable) {
        put(count, 0, QString(), false);
        put(count, 1, QString(), false);
        item(count, 0)->setToolTip(tr("Type a name to add one."));
    }
    const int height = QFontMetrics(fixed).height() + 8;
    for (int r = 0; r < rowCount(); ++r)
        setRowHeight(r, height);
    int widest = QFontMetrics(fixed).averageCharWidth() * 12;
    for (const Pair &pair : m_pairs)
        widest = std::max(widest, QFontMetrics(fixed).horizontalAdvance(QString::fromStdString(pair.name)) + 24);
    setColumnWidth(0, std::min(widest, QFontMetrics(fixed).averageCharWidth() * 32));
    setFixedHeight(rowCount() * height + 2 * frameWidth());
    if (row >= 0 && row < rowCount())
        setCurrentCell(row, column);
    m_filling = false;
}

void PairsTable::takeChange(QTableWidgetItem *changed)
{
    if (m_filling)
        return;
    const int row = changed->row();
    const bool adds = row >= static_cast<int>(m_pairs.size());
    const QString name = item(row, 0)->text().trimmed();
    if (adds) {
        if (!name.isEmpty() && changed->column() == 1)
            emit valueChanged(name, QString::fromStdString(enteredValue(changed->text())));
        else if (!name.isEmpty())
            emit valueChanged(name, QString());
        return;
    }
    const Pair pair = m_pairs[static_cast<std::size_t>(row)];
    if (changed->column() == 1) {
        emit valueChanged(QString::fromStdString(pair.name), QString::fromStdString(enteredValue(changed->text())));
        return;
    }
    if (name.isEmpty())
        emit removed(QString::fromStdString(pair.name));
    else if (name.toStdString() != pair.name)
        emit nameChanged(QString::fromStdString(pair.name), name);
}

void PairsTable::keyPressEvent(QKeyEvent *event)
{
    const int row = currentRow();
    const bool deletes = event->matches(QKeySequence::Delete) || event->key() == Qt::Key_Backspace;
    if (deletes && m_editable && row >= 0 && row < static_cast<int>(m_pairs.size())) {
        emit removed(QString::fromStdString(m_pairs[static_cast<std::size_t>(row)].name));
        return;
    }
    QTableWidget::keyPressEvent(event);
}

void PairsTable::changeEvent(QEvent *event)
{
    QTableWidget::changeEvent(event);
    if (restyles(*event) && !m_filling)
        fill();
}

QSize PairsTable::sizeHint() const
{
    return {240, minimumHeight()};
}

} // namespace widgets
