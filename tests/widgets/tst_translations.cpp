#include "support/registry.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QXmlStreamReader>

namespace {

struct Entry
{
    QString context;
    QString source;
    QStringList translations;
    bool numerus = false;
    bool finished = true;
};

/// The entries of a .ts file that are not obsolete.
QList<Entry> entriesOf(const QString &language)
{
    QFile file(QStringLiteral(RULEWRIGHT_SOURCE_DIR "/translations/rulewright_%1.ts").arg(language));
    QList<Entry> entries;
    if (!file.open(QIODevice::ReadOnly))
        return entries;
    QXmlStreamReader xml(&file);
    QString context;
    Entry entry;
    bool obsolete = false;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement()) {
            if (xml.name() == QLatin1String("name")) {
                context = xml.readElementText();
            } else if (xml.name() == QLatin1String("message")) {
                entry = {context, {}, {}, xml.attributes().value("numerus") == QLatin1String("yes"), true};
                obsolete = false;
            } else if (xml.name() == QLatin1String("source")) {
                entry.source = xml.readElementText();
            } else if (xml.name() == QLatin1String("translation")) {
                const QString type = xml.attributes().value("type").toString();
                obsolete = type == "vanished" || type == "obsolete";
                entry.finished = type != "unfinished";
                if (!entry.numerus)
                    entry.translations.append(xml.readElementText());
            } else if (xml.name() == QLatin1String("numerusform")) {
                entry.translations.append(xml.readElementText());
            }
        } else if (xml.isEndElement() && xml.name() == QLatin1String("message") && !obsolete) {
            entries.append(entry);
        }
    }
    return entries;
}

QSet<QString> placeholdersOf(const QString &text)
{
    static const QRegularExpression placeholder("%(?:L?[1-9]|n)");
    QSet<QString> found;
    for (auto match = placeholder.globalMatch(text); match.hasNext();)
        found.insert(match.next().captured());
    return found;
}

} // namespace

class TestTranslations : public QObject
{
    Q_OBJECT

private slots:
    void koreanIsComplete();
    void englishHasItsPlurals();
};

void TestTranslations::koreanIsComplete()
{
    const QList<Entry> entries = entriesOf("ko");
    QVERIFY(entries.size() > 500);
    for (const Entry &entry : entries) {
        const QByteArray name = (entry.context + ": " + entry.source).toUtf8();
        QVERIFY2(entry.finished, name.constData());
        QVERIFY2(!entry.translations.isEmpty(), name.constData());
        for (const QString &translation : entry.translations) {
            QVERIFY2(!translation.isEmpty(), name.constData());
            QVERIFY2(placeholdersOf(translation) == placeholdersOf(entry.source), name.constData());
        }
    }
}

void TestTranslations::englishHasItsPlurals()
{
    for (const Entry &entry : entriesOf("en")) {
        if (!entry.numerus)
            continue;
        const QByteArray name = (entry.context + ": " + entry.source).toUtf8();
        QVERIFY2(entry.finished && entry.translations.size() == 2, name.constData());
        for (const QString &translation : entry.translations)
            QVERIFY2(placeholdersOf(translation) == placeholdersOf(entry.source) && !translation.contains("(s)"),
                     name.constData());
    }
}

REGISTER_TEST(TestTranslations);
#include "tst_translations.moc"
