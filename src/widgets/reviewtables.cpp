#include "widgets/reviewtables.h"

#include "consolidation/proposaltext.h"
#include "widgets/appearance.h"
#include "widgets/coretext.h"
#include "widgets/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QApplication>
#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableWidget>
#include <QTextDocument>
#include <QTreeWidget>

#include <cmath>

namespace widgets {

namespace {

struct ReviewTables
{
    Q_DECLARE_TR_FUNCTIONS(ReviewTables)
};

QString slotText(consolidation::Slot slot)
{
    using consolidation::Slot;
    switch (slot) {
    case Slot::Metric:
        return ReviewTables::tr("metric");
    case Slot::Matcher:
        return ReviewTables::tr("matcher");
    case Slot::Label:
        return ReviewTables::tr("label");
    case Slot::Threshold:
        return ReviewTables::tr("threshold");
    case Slot::Duration:
        return ReviewTables::tr("duration");
    case Slot::Annotation:
        break;
    }
    return ReviewTables::tr("annotation");
}

/// Breaks long names where they have to break: expressions have few spaces.
class FormDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem item = option;
        initStyleOption(&item, index);
        item.text.clear();
        const QStyle *style = item.widget ? item.widget->style() : QApplication::style();
        style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);
        QTextDocument text;
        fill(text, item, index);
        painter->save();
        painter->translate(item.rect.topLeft());
        painter->setClipRect(QRect(QPoint(), item.rect.size()));
        QAbstractTextDocumentLayout::PaintContext context;
        const bool chosen = item.state.testFlag(QStyle::State_Selected);
        context.palette.setColor(QPalette::Text,
                                 item.palette.color(chosen ? QPalette::HighlightedText : QPalette::Text));
        text.documentLayout()->draw(painter, context);
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QTextDocument text;
        fill(text, option, index);
        return {option.rect.width(), static_cast<int>(std::ceil(text.size().height()))};
    }

private:
    static void fill(QTextDocument &text, const QStyleOptionViewItem &option, const QModelIndex &index)
    {
        QTextOption wrapped;
        wrapped.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        text.setDefaultTextOption(wrapped);
        const QVariant font = index.data(Qt::FontRole);
        text.setDefaultFont(font.isValid() ? qvariant_cast<QFont>(font) : option.font);
        text.setPlainText(index.data().toString());
        text.setTextWidth(option.rect.width());
    }
};

QTableWidgetItem *cell(const QString &text)
{
    auto *item = new QTableWidgetItem(text);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    item->setTextAlignment(Qt::AlignLeft | Qt::AlignTop);
    item->setToolTip(text);
    return item;
}

} // namespace

void fillFamilyTable(QTreeWidget *table, const consolidation::Family &family)
{
    table->clear();
    const auto count = static_cast<int>(family.members.size());
    table->setColumnCount(2 + count);
    QStringList header = {ReviewTables::tr("What"), ReviewTables::tr("Where")};
    for (const consolidation::Member &member : family.members)
        header += QString::fromStdString(member.rule->name.value) + QStringLiteral("\n") +
                  QString::fromStdString(member.ref.group) + QLatin1Char('#') + QString::number(member.ref.index);
    table->setHeaderLabels(header);
    for (const consolidation::Variation &variation : family.varies) {
        QStringList row = {slotText(variation.slot), QString::fromStdString(variation.path)};
        if (!variation.name.empty() && !row[1].contains(QString::fromStdString(variation.name)))
            row[1] += QStringLiteral(" · ") + QString::fromStdString(variation.name);
        for (const std::string &value : variation.values)
            row += value.empty() ? QStringLiteral("–") : QString::fromStdString(value);
        auto *item = new QTreeWidgetItem(row);
        for (int column = 0; column < row.size(); ++column)
            item->setToolTip(column, row[column]);
        table->addTopLevelItem(item);
    }
    for (int column = 0; column < table->columnCount(); ++column)
        table->resizeColumnToContents(column);
    // Over all columns: what is the same in all stands in none of them.
    auto *same = new QTreeWidgetItem({ReviewTables::tr("The same in all")});
    same->setForeground(0, Theme::current().muted);
    table->addTopLevelItem(same);
    same->setFirstColumnSpanned(true);
    for (const auto &[path, value] : family.constant) {
        const QString text = QString::fromStdString(value).trimmed();
        const bool several = text.contains(QLatin1Char('\n'));
        auto *item = new QTreeWidgetItem(
            {QString::fromStdString(path) + (several ? QStringLiteral(":\n") : QStringLiteral(": ")) + text});
        item->setToolTip(0, item->text(0));
        table->addTopLevelItem(item);
        item->setFirstColumnSpanned(true);
    }
}

void fillAlternatives(QTableWidget *table, const std::vector<consolidation::Proposal> &alternatives,
                      const std::vector<const consolidation::Proof *> &proofs)
{
    table->clear();
    table->setColumnCount(static_cast<int>(alternatives.size()));
    const QStringList rows = {ReviewTables::tr("Verdict"), ReviewTables::tr("Rules"), ReviewTables::tr("To know")};
    table->setRowCount(static_cast<int>(rows.size()));
    table->setVerticalHeaderLabels(rows);
    table->verticalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignTop);
    // Rows are higher than the table.
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    if (!dynamic_cast<FormDelegate *>(table->itemDelegate()))
        table->setItemDelegate(new FormDelegate(table));
    QStringList titles;
    for (std::size_t i = 0; i < alternatives.size(); ++i) {
        const int column = static_cast<int>(i);
        titles += translated(alternatives[i].title);
        table->setItem(0, column, cell(proofs[i] ? proofText(*proofs[i]) : ReviewTables::tr("Not compared yet.")));
        QTableWidgetItem *rules = cell(QString::fromStdString(consolidation::proposalText(alternatives[i])).trimmed());
        rules->setFont(fixedFont());
        table->setItem(1, column, rules);
        QStringList notes;
        for (const consolidation::Note &note : alternatives[i].notes)
            notes += translated(note.text);
        table->setItem(2, column, cell(notes.join(QLatin1Char('\n'))));
    }
    table->setHorizontalHeaderLabels(titles);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    table->resizeRowsToContents();
}

QString proofText(const consolidation::Proof &proof)
{
    const QString verdict = translated(proof.sentence());
    const QString remark = translated(proof.remark());
    if (remark.isEmpty())
        return verdict;
    // Korean verdicts are no sentences with a full stop.
    return verdict + (verdict.endsWith(QLatin1Char('.')) ? QStringLiteral(" ") : QStringLiteral(" · ")) + remark;
}

QString verdictText(consolidation::Verdict verdict)
{
    using consolidation::Verdict;
    switch (verdict) {
    case Verdict::Same:
        return ReviewTables::tr("same");
    case Verdict::Wider:
        return ReviewTables::tr("wider");
    case Verdict::Narrower:
        return ReviewTables::tr("narrower");
    case Verdict::Different:
        return ReviewTables::tr("different");
    case Verdict::CannotTell:
        return ReviewTables::tr("cannot tell");
    case Verdict::Unproved:
        break;
    }
    return ReviewTables::tr("unproved");
}

} // namespace widgets
