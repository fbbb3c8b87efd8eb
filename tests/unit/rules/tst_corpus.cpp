#include "base/textdiff.h"
#include "rules/ruleedits.h"
#include "support/registry.h"

#include <algorithm>

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTest>

namespace {

using rules::FieldPath;
using rules::Rule;
using rules::RuleDocument;
using rules::RuleRef;

/// Something of the rule stands at an anchor elsewhere: it changes with the anchor.
bool sharesText(const Rule &rule)
{
    const auto inherited = [](const auto &pair) { return pair.second.inherited; };
    return rule.expr.inherited || (rule.forDuration && rule.forDuration->inherited) ||
           std::ranges::any_of(rule.labels, inherited) || std::ranges::any_of(rule.annotations, inherited);
}

/// A block scalar at the end of a file without line end gets one when a line follows.
std::string withoutLastBreak(const std::string &value)
{
    return value.substr(0, value.find_last_not_of('\n') + 1);
}

/// Everything of a rule that Prometheus reads, except the field at `path`.
std::string contentWithout(const Rule &rule, const FieldPath &path)
{
    std::string result = rule.name.value + '\n';
    if (path.field != "expr")
        result += withoutLastBreak(rule.expr.value) + '\n';
    if (path.field != "for" && rule.forDuration)
        result += rule.forDuration->value + '\n';
    if (rule.keepFiringFor)
        result += rule.keepFiringFor->value + '\n';
    for (const auto &[field, pairs] :
         {std::pair{"labels", &rule.labels}, std::pair{"annotations", &rule.annotations}}) {
        for (const auto &[name, value] : *pairs) {
            if (path.field != field || path.key != name.value)
                result += name.value + '=' + withoutLastBreak(value.value) + '\n';
        }
    }
    return result;
}

const rules::Field *fieldAt(const Rule &rule, const FieldPath &path)
{
    if (path.field == "expr")
        return &rule.expr;
    if (path.field == "for")
        return rule.forDuration ? &*rule.forDuration : nullptr;
    for (const auto &[name, value] : path.field == "labels" ? rule.labels : rule.annotations) {
        if (name.value == path.key)
            return &value;
    }
    return nullptr;
}

/// What went wrong when `path` of the rule was set to `value`; empty when nothing did.
std::string tryEdit(const RuleDocument &before, const RuleRef &ref, const FieldPath &path, const std::string &value)
{
    const auto edits = rules::setFieldEdits(before, ref, path, value);
    if (!edits)
        return edits.error().text.english();
    const auto text = base::applyEdits(before.text(), *edits);
    if (!text)
        return "the edits overlap";
    const auto after = rules::load(before.file(), *text);
    if (after->ruleCount() != before.ruleCount() || after->groups().size() != before.groups().size())
        return "rules were lost";
    const Rule *edited = after->find(ref);
    const rules::Field *field = edited ? fieldAt(*edited, path) : nullptr;
    if (!field || field->value != value)
        return "the value is \"" + (field ? field->value : "missing") + '"';
    for (std::size_t g = 0; g < before.groups().size(); ++g) {
        for (std::size_t i = 0; i < before.groups()[g].rules.size(); ++i) {
            const RuleRef each = before.refOf(before.groups()[g], i);
            const FieldPath changed = each == ref ? path : FieldPath{};
            const Rule &rule = after->groups()[g].rules[i];
            if (!sharesText(rule) &&
                contentWithout(before.groups()[g].rules[i], changed) != contentWithout(rule, changed))
                return "the rule " + each.id() + " changed";
        }
    }
    // Lines outside the field stay as they are: one run of changed lines, within or right behind the rule.
    const auto changes = base::lineChanges(before.text(), *text);
    if (changes.size() > 3)
        return "lines changed in " + std::to_string(changes.size()) + " places";
    return {};
}

} // namespace

class TestCorpus : public QObject
{
    Q_OBJECT

private slots:
    void editsOneFieldAndNothingElse();
    void structuralEditsKeepTheOtherRules();
};

namespace {

QStringList corpusFiles()
{
    QStringList files;
    QDirIterator it(QDir(RULEWRIGHT_SOURCE_DIR).filePath("../shared/corpus/files"), QDir::Files,
                    QDirIterator::Subdirectories);
    while (it.hasNext())
        files.append(it.next());
    files.sort();
    return files;
}

std::shared_ptr<const RuleDocument> loadFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return rules::load(path.toStdString(), {});
    return rules::load(path.toStdString(), file.readAll().toStdString());
}

} // namespace

void TestCorpus::editsOneFieldAndNothingElse()
{
    const QStringList files = corpusFiles();
    if (files.isEmpty())
        QSKIP("The corpus is not here.");
    int tried = 0;
    QStringList failures;
    for (const QString &path : files) {
        const auto document = loadFile(path);
        if (document->readOnlyReason() || !document->stream().ok() || document->ruleCount() > 300)
            continue;
        for (const rules::RuleGroup &group : document->groups()) {
            // The first and the last rule of each group: the ends are where edits go wrong.
            for (const std::size_t i : {std::size_t(0), group.rules.size() - 1}) {
                if (i >= group.rules.size() || sharesText(group.rules[i]))
                    continue;
                const RuleRef ref = document->refOf(group, i);
                if (document->find(ref) != &group.rules[i])
                    continue;
                std::string expr = group.rules[i].expr.value;
                const std::size_t middle = expr.find(' ');
                expr.insert(middle == std::string::npos ? 0 : middle, "  + 1");
                const std::pair<FieldPath, std::string> edits[] = {{{"expr", {}}, expr},
                                                                   {{"expr", {}}, "up{job=\"x\"}\n  == 0\n"},
                                                                   {{"for", {}}, "7m"},
                                                                   {{"labels", "severity"}, "it's: \"new\""},
                                                                   {{"annotations", "new_note"}, "{{ $value }} # 값"}};
                for (const auto &[field, value] : edits) {
                    ++tried;
                    if (const std::string failure = tryEdit(*document, ref, field, value); !failure.empty())
                        failures.append(QString::fromStdString(ref.id() + ' ' + field.toString() + ": " + failure));
                }
            }
        }
    }
    qInfo("%d edits of %d files, %d failures", tried, int(files.size()), int(failures.size()));
    for (const QString &failure : failures.mid(0, 25))
        qWarning("%s", qPrintable(failure));
    QCOMPARE(failures.size(), 0);
}

void TestCorpus::structuralEditsKeepTheOtherRules()
{
    const QStringList files = corpusFiles();
    if (files.isEmpty())
        QSKIP("The corpus is not here.");
    QStringList failures;
    int tried = 0;
    for (const QString &path : files) {
        const auto document = loadFile(path);
        if (document->readOnlyReason() || !document->stream().ok() || document->ruleCount() > 200)
            continue;
        for (const rules::RuleGroup &group : document->groups()) {
            if (group.rules.empty())
                continue;
            const RuleRef ref = document->refOf(group, group.rules.size() / 2);
            if (document->findGroup(ref) != &group)
                continue;
            const auto count = [&](const base::Result<base::TextEdits> &edits) -> std::ptrdiff_t {
                ++tried;
                // A list that is shared by an alias may refuse.
                if (!edits)
                    return -1000;
                const auto text = base::applyEdits(document->text(), *edits);
                return text ? std::ptrdiff_t(rules::load(document->file(), *text)->ruleCount()) : -1;
            };
            const auto all = std::ptrdiff_t(document->ruleCount());
            const auto expect = [&](const char *what, std::ptrdiff_t got, std::ptrdiff_t wanted) {
                if (got != wanted && got != -1000)
                    failures.append(QString::fromStdString(ref.id()) + ' ' + what +
                                    QString(": %1 rules, not %2").arg(got).arg(wanted));
            };
            rules::NewRule added;
            added.name = "Added";
            added.expr = "{job=\"x\"} == 0";
            added.labels = {{"severity", "page"}};
            expect("add", count(rules::addRuleEdits(*document, ref, added)), all + 1);
            expect("duplicate", count(rules::duplicateRuleEdits(*document, ref)), all + 1);
            expect("delete", count(rules::deleteRuleEdits(*document, ref)), all - 1);
            expect("move", count(rules::moveRuleEdits(*document, ref, 0)), all);
            expect("add group", count(rules::addGroupEdits(*document, ref, "added")), all);
            expect("delete group", count(rules::deleteGroupEdits(*document, ref)),
                   all - std::ptrdiff_t(group.rules.size()));
        }
    }
    qInfo("%d structural edits, %d failures", tried, int(failures.size()));
    for (const QString &failure : failures.mid(0, 25))
        qWarning("%s", qPrintable(failure));
    QCOMPARE(failures.size(), 0);
}

REGISTER_TEST(TestCorpus);
#include "tst_corpus.moc"
