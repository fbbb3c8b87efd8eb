#include "yaml/twin.h"

#include "support/registry.h"
#include "yaml/stream.h"

#include <map>
#include <random>
#include <set>

#include <QTest>

/// Random rule files, random twins grown from them and random edits: whatever is carried, what only the twin has stays.
class TestTwinProperties : public QObject
{
    Q_OBJECT

private slots:
    void nothingOfTheTwinIsLost();
};

namespace {

struct TwinTestRule
{
    std::string name;
    std::string service;
    std::string expr;
    std::string duration;
    std::map<std::string, std::string> labels;
    std::map<std::string, std::string> ownLabels;
    std::string ownComment;
    bool own = false;
};

struct TwinTestGroup
{
    std::string name;
    std::string interval;
    std::vector<TwinTestRule> rules;
    std::string ownComment;
    bool own = false;
};

using TwinTestModel = std::vector<TwinTestGroup>;

class Generator
{
public:
    explicit Generator(unsigned seed) : m_random(seed) {}

    std::size_t below(std::size_t limit) { return m_random() % limit; }
    bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
    std::string fresh(const std::string &prefix) { return prefix + std::to_string(++m_count); }

    TwinTestRule rule()
    {
        // Few names: families of copied rules differ by their service only.
        TwinTestRule result{below(3) == 0 ? fresh("Rule") : "HighErrorRate",
                            fresh("service"),
                            "rate(errors[5m]) > " + std::to_string(below(3)),
                            "5m",
                            {},
                            {},
                            {},
                            false};
        result.labels["severity"] = below(2) == 0 ? "warning" : "critical";
        return result;
    }

    TwinTestModel model()
    {
        TwinTestModel groups(1 + below(3));
        for (TwinTestGroup &group : groups) {
            group.name = fresh("group");
            group.rules.resize(1 + below(4));
            for (TwinTestRule &each : group.rules)
                each = rule();
        }
        return groups;
    }

    /// Adds what only a twin has.
    void grow(TwinTestModel &groups)
    {
        for (TwinTestGroup &group : groups) {
            for (TwinTestRule &each : group.rules) {
                if (chance(40))
                    each.ownLabels[fresh("own")] = "x";
                if (chance(30))
                    each.ownComment = fresh("own comment ");
            }
            if (chance(30))
                group.ownComment = fresh("own comment ");
            if (chance(40)) {
                TwinTestRule own = rule();
                own.name = fresh("OwnRule");
                own.own = true;
                group.rules.insert(group.rules.begin() + static_cast<std::ptrdiff_t>(below(group.rules.size() + 1)),
                                   own);
            }
        }
        if (chance(30)) {
            TwinTestGroup own{fresh("owngroup"), "1m", {rule()}, {}, true};
            groups.insert(groups.begin() + static_cast<std::ptrdiff_t>(below(groups.size() + 1)), own);
        }
    }

    /// One change, made to the source and to what the twin should become; false when it would hit the twin's own parts.
    bool edit(TwinTestModel &source, TwinTestModel &twin)
    {
        const std::size_t g = below(source.size());
        TwinTestGroup &group = source[g];
        const auto twinGroup =
            std::ranges::find_if(twin, [&](const TwinTestGroup &each) { return each.name == group.name; });
        if (group.rules.empty())
            return false;
        const std::size_t r = below(group.rules.size());
        TwinTestRule &changed = group.rules[r];
        const auto twinRule = std::ranges::find_if(
            twinGroup->rules, [&](const TwinTestRule &each) { return each.service == changed.service; });
        switch (below(6)) {
        case 0:
            changed.expr = twinRule->expr = fresh("metric") + " > 1";
            return true;
        case 1:
            changed.duration = twinRule->duration = std::to_string(++m_count) + "m";
            return true;
        case 2: {
            const std::string key = fresh("label");
            changed.labels[key] = twinRule->labels[key] = "y";
            return true;
        }
        case 3: {
            TwinTestRule added = rule();
            added.name = fresh("Added");
            group.rules.insert(group.rules.begin() + static_cast<std::ptrdiff_t>(r), added);
            twinGroup->rules.push_back(added);
            return true;
        }
        case 4:
            if (!twinRule->ownLabels.empty() || group.rules.size() < 2)
                return false;
            m_removed = true;
            twinGroup->rules.erase(twinRule);
            group.rules.erase(group.rules.begin() + static_cast<std::ptrdiff_t>(r));
            return true;
        default:
            group.interval = twinGroup->interval = std::to_string(++m_count) + "s";
            return true;
        }
    }

    bool removedNothing() const { return !m_removed; }

private:
    std::mt19937 m_random;
    int m_count = 0;
    bool m_removed = false;
};

std::string text(const TwinTestModel &groups, bool twinStyle)
{
    const std::string list = twinStyle ? "" : "  ";
    const std::string quote = twinStyle ? "\"" : "";
    std::string yaml = "groups:\n";
    for (const TwinTestGroup &group : groups) {
        if (!group.ownComment.empty())
            yaml += list + "# " + group.ownComment + '\n';
        yaml += list + "- name: " + quote + group.name + quote + '\n';
        if (!group.interval.empty())
            yaml += list + "  interval: " + group.interval + '\n';
        yaml += list + "  rules:\n";
        for (const TwinTestRule &rule : group.rules) {
            const std::string margin = list + "  " + list;
            yaml += margin + "- alert: " + rule.name + '\n';
            yaml += margin + "  expr: " + (twinStyle ? "|\n" + margin + "    " + rule.expr : rule.expr) + '\n';
            if (!rule.ownComment.empty())
                yaml += margin + "  # " + rule.ownComment + '\n';
            yaml += margin + "  for: " + quote + rule.duration + quote + '\n' + margin + "  labels:\n";
            for (const auto &labels : {rule.ownLabels, rule.labels}) {
                for (const auto &[key, value] : labels)
                    yaml += margin + "    " + key + ": " + value + '\n';
            }
            yaml += margin + "    service: " + rule.service + '\n';
        }
    }
    return yaml;
}

/// Every value of the file with its place, the order of list items left out.
std::multiset<std::string> facts(const std::string &yaml)
{
    std::multiset<std::string> result;
    const yaml::Stream stream = yaml::parse(yaml);
    for (const auto &group : stream.documents.at(0).root->find("groups")->items) {
        const std::string name = group->find("name")->value;
        if (const yaml::Node *interval = group->find("interval"))
            result.insert(name + " interval " + interval->value);
        for (const auto &rule : group->find("rules")->items) {
            const std::string service = rule->find("labels")->find("service")->value;
            for (const char *field : {"alert", "expr", "for"}) {
                std::string value = rule->find(field)->value;
                while (value.ends_with('\n'))
                    value.pop_back();
                result.insert(name + ' ' + service + ' ' + field + ' ' + value);
            }
            for (const yaml::Entry &label : rule->find("labels")->entries)
                result.insert(name + ' ' + service + " label " + label.key->value + '=' + label.value->value);
        }
    }
    return result;
}

} // namespace

void TestTwinProperties::nothingOfTheTwinIsLost()
{
    constexpr unsigned rounds = 400;
    for (unsigned seed = 0; seed < rounds; ++seed) {
        Generator generator(seed);
        TwinTestModel source = generator.model();
        TwinTestModel twinModel = source;
        generator.grow(twinModel);
        const bool ownStyle = generator.chance(60);
        const std::string before = text(source, false);
        const std::string twin = text(twinModel, ownStyle);
        for (std::size_t edits = 1 + generator.below(3); edits > 0; --edits)
            generator.edit(source, twinModel);
        const std::string after = text(source, false);
        const auto change = yaml::carryToTwin(before, after, twin);
        const std::string context =
            "seed " + std::to_string(seed) + "\n" + before + "--- after\n" + after + "--- twin\n" + twin;
        QVERIFY2(change.ok(), context.c_str());
        QVERIFY2(change->conflicts.empty(),
                 (change->conflicts.empty() ? context : change->conflicts[0].text.english() + context).c_str());
        const base::Result<std::string> result = base::applyEdits(twin, change->edits);
        QVERIFY2(result.ok(), context.c_str());
        QVERIFY2(facts(*result) == facts(text(twinModel, true)), (context + "--- result\n" + *result).c_str());
        for (const TwinTestGroup &group : twinModel) {
            QVERIFY2(result->find(group.ownComment) != std::string::npos, context.c_str());
            for (const TwinTestRule &rule : group.rules)
                QVERIFY2(result->find(rule.ownComment) != std::string::npos, context.c_str());
        }
        QCOMPARE(*base::applyEdits(*result, base::inverseEdits(twin, change->edits)), twin);
        // The change taken back in the source takes it back in the twin: to the byte, unless a rule that was removed
        // comes back, in the source's writing.
        const auto back = yaml::carryToTwin(after, before, *result);
        QVERIFY2(back.ok() && back->conflicts.empty(), (context + "--- result\n" + *result).c_str());
        const std::string restored = *base::applyEdits(*result, back->edits);
        QVERIFY2(facts(restored) == facts(twin),
                 (context + "--- result\n" + *result + "--- restored\n" + restored).c_str());
        if (generator.removedNothing())
            QVERIFY2(restored == twin, (context + "--- result\n" + *result + "--- restored\n" + restored).c_str());
    }
}

REGISTER_TEST(TestTwinProperties);

#include "tst_twinproperties.moc"
