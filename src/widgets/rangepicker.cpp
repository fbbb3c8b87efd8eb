#include "widgets/rangepicker.h"

#include "widgets/numbertext.h"
#include "widgets/theme.h"
#include "widgets/timeaxis.h"

#include <array>
#include <cmath>

#include <QDateTimeEdit>
#include <QEvent>
#include <QFormLayout>
#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>

namespace widgets {

namespace {

constexpr double pickedHour = 3600;
constexpr double pickedDay = 24 * pickedHour;
constexpr std::array<double, 9> presets = {900,       pickedHour,    3 * pickedHour, 6 * pickedHour, 12 * pickedHour,
                                           pickedDay, 2 * pickedDay, 7 * pickedDay,  30 * pickedDay};

} // namespace

QString rangeText(double seconds)
{
    const double hours = seconds / pickedHour;
    if (hours >= 48 && std::fmod(hours, 24) == 0)
        return RangePicker::tr("%1 d").arg(fullNumber(hours / 24));
    if (seconds >= pickedHour && std::fmod(seconds, pickedHour) == 0)
        return RangePicker::tr("%1 h").arg(fullNumber(hours));
    if (seconds >= 60 && std::fmod(seconds, 60) == 0)
        return RangePicker::tr("%1 min").arg(fullNumber(seconds / 60));
    return RangePicker::tr("%1 s").arg(fullNumber(seconds));
}

RangePicker::RangePicker(QWidget *parent) : QComboBox(parent)
{
    setSizeAdjustPolicy(AdjustToContents);
    connect(this, &QComboBox::activated, this, &RangePicker::choose);
    retranslate();
}

void RangePicker::setRange(double seconds, std::optional<double> end)
{
    m_seconds = seconds;
    m_end = end;
    fill();
}

void RangePicker::fill()
{
    const QSignalBlocker blocker(this);
    clear();
    for (const double seconds : presets)
        addItem(tr("Last %1").arg(rangeText(seconds)), seconds);
    insertSeparator(count());
    addItem(tr("From … to …"), -1.0);
    int index = m_end ? -1 : findData(m_seconds);
    if (index < 0) {
        const auto text = [this](double time) {
            return timeText(time, m_seconds > 600 ? 60 : 1, QTimeZone::systemTimeZone());
        };
        insertItem(0,
                   m_end ? text(*m_end - m_seconds) + QStringLiteral(" – ") + text(*m_end)
                         : tr("Last %1").arg(rangeText(m_seconds)),
                   m_seconds);
        index = 0;
    }
    setCurrentIndex(index);
}

void RangePicker::choose(int index)
{
    const double seconds = itemData(index).toDouble();
    if (seconds < 0) {
        fill();
        openCalendar();
        return;
    }
    // The entry of the range that is shown keeps its end.
    const bool shown = index == 0 && m_end;
    if (!shown)
        emit rangeChosen(seconds, std::nullopt);
}

void RangePicker::makeCalendar()
{
    m_calendar = new QFrame(this, Qt::Popup);
    m_calendar->setObjectName(QStringLiteral("rangeCalendar"));
    m_calendar->setFrameShape(QFrame::StyledPanel);
    m_from = new QDateTimeEdit;
    m_from->setObjectName(QStringLiteral("rangeFrom"));
    m_to = new QDateTimeEdit;
    m_to->setObjectName(QStringLiteral("rangeTo"));
    m_fromLabel = new QLabel;
    m_toLabel = new QLabel;
    m_problem = new QLabel;
    // Its place is kept while there is nothing to say.
    m_problem->setMinimumHeight(fontMetrics().height());
    m_show = new QPushButton;
    m_show->setObjectName(QStringLiteral("rangeShow"));
    m_show->setDefault(true);
    auto *form = new QFormLayout(m_calendar);
    form->setContentsMargins(12, 12, 12, 12);
    for (QDateTimeEdit *edit : {m_from, m_to}) {
        edit->setCalendarPopup(true);
        edit->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
        connect(edit, &QDateTimeEdit::dateTimeChanged, this, &RangePicker::checkCalendar);
    }
    m_fromLabel->setBuddy(m_from);
    m_toLabel->setBuddy(m_to);
    form->addRow(m_fromLabel, m_from);
    form->addRow(m_toLabel, m_to);
    form->addRow(m_problem);
    form->addRow(m_show);
    connect(m_show, &QPushButton::clicked, this, &RangePicker::accept);
    retranslate();
}

void RangePicker::openCalendar()
{
    if (!m_calendar)
        makeCalendar();
    const double end = m_end.value_or(static_cast<double>(QDateTime::currentSecsSinceEpoch()));
    m_from->setDateTime(QDateTime::fromSecsSinceEpoch(std::llround(end - m_seconds)));
    m_to->setDateTime(QDateTime::fromSecsSinceEpoch(std::llround(end)));
    checkCalendar();
    m_calendar->adjustSize();
    m_calendar->move(mapToGlobal(QPoint(width() - m_calendar->width(), height())));
    m_calendar->show();
    m_from->setFocus();
}

void RangePicker::checkCalendar()
{
    const bool good = m_from->dateTime() < m_to->dateTime();
    m_show->setEnabled(good);
    m_problem->setText(good ? QString() : tr("The beginning is not before the end."));
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, Theme::of(palette()).critical);
    m_problem->setPalette(colors);
}

void RangePicker::accept()
{
    const auto from = static_cast<double>(m_from->dateTime().toSecsSinceEpoch());
    const auto to = static_cast<double>(m_to->dateTime().toSecsSinceEpoch());
    if (from >= to)
        return;
    m_calendar->hide();
    emit rangeChosen(to - from, to);
}

void RangePicker::changeEvent(QEvent *event)
{
    QComboBox::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void RangePicker::retranslate()
{
    setAccessibleName(tr("Time range of the preview"));
    fill();
    if (!m_calendar)
        return;
    m_fromLabel->setText(tr("From"));
    m_toLabel->setText(tr("To"));
    m_from->setAccessibleName(tr("Beginning of the range"));
    m_to->setAccessibleName(tr("End of the range"));
    m_show->setText(tr("Show this range"));
    m_problem->setMinimumWidth(m_problem->fontMetrics().horizontalAdvance(tr("The beginning is not before the end.")));
}

} // namespace widgets
