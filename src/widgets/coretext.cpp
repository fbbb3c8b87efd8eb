#include "widgets/coretext.h"

#include <QCoreApplication>

#include <array>

namespace widgets {

namespace {

/// Whether Koreans hear a consonant at the end: of Hangul exactly, of Latin words and digits as they are usually read.
bool endsInConsonant(const QString &text)
{
    qsizetype end = text.size();
    while (end > 0 && !text.at(end - 1).isLetterOrNumber())
        --end;
    if (end == 0)
        return false;
    const QChar last = text.at(end - 1).toLower();
    constexpr char16_t firstSyllable = 0xac00;
    constexpr char16_t lastSyllable = 0xd7a3;
    constexpr int finals = 28;
    if (last.unicode() >= firstSyllable && last.unicode() <= lastSyllable)
        return (last.unicode() - firstSyllable) % finals != 0;
    const QChar before = end > 1 ? text.at(end - 2).toLower() : QChar();
    const bool afterVowel = QStringLiteral("aeiou").contains(before);
    if (last.isDigit())
        return QStringLiteral("013678").contains(last);
    if (QStringLiteral("lmn").contains(last))
        return true;
    return (QStringLiteral("bckpt").contains(last) && afterVowel) || (last == u'g' && before == u'n') ||
           (last == u'k' && before == u'c');
}

} // namespace

QString withParticles(QString text)
{
    static constexpr std::array<std::array<const char16_t *, 3>, 5> pairs = {{{u"{이/가}", u"이", u"가"},
                                                                              {u"{은/는}", u"은", u"는"},
                                                                              {u"{을/를}", u"을", u"를"},
                                                                              {u"{과/와}", u"과", u"와"},
                                                                              {u"{으로/로}", u"으로", u"로"}}};
    for (const auto &[marker, closed, open] : pairs) {
        const QString mark = QString::fromUtf16(marker);
        for (qsizetype at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at))
            text.replace(at, mark.size(), QString::fromUtf16(endsInConsonant(text.left(at)) ? closed : open));
    }
    return text;
}

QString translated(const base::Text &text)
{
    const QString pattern = QCoreApplication::translate("Core", text.source);
    const QString filled = QString::fromStdString(base::fill(pattern.toStdString(), text.arguments));
    return pattern.contains(u'{') ? withParticles(filled) : filled;
}

} // namespace widgets
