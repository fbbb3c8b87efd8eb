#include "deployment/drift.h"

#include "deployment/expected.h"
#include "deployment/registration.h"
#include "yaml/difference.h"

#include <algorithm>

namespace deployment {

namespace {

using yaml::Difference;

const char *const arrow = " › ";

std::string joined(const std::vector<std::string> &path)
{
    std::string text;
    for (const std::string &each : path) {
        // `job_name api` is the item named api.
        const bool named = each.starts_with("job_name ") || each.starts_with("name ");
        text += (text.empty() ? "" : arrow) + (named ? each.substr(each.find(' ') + 1) : each);
    }
    return text;
}

std::string shortened(const std::string &text)
{
    constexpr std::size_t longest = 160;
    std::string line;
    for (const char c : text) {
        const bool blank = c == '\n' || c == '\r' || c == '\t' || c == ' ';
        if (!blank)
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    if (line.size() <= longest)
        return line;
    std::size_t cut = longest;
    while (cut > 0 && (static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80U)
        --cut;
    return line.substr(0, cut) + "…";
}

std::string shownRule(const RuleDifference &difference)
{
    if (difference.rule.empty())
        return difference.group + (difference.field.empty() ? "" : " · " + difference.field);
    std::string text = difference.rule;
    if (difference.ordinal > 0)
        text += '#' + std::to_string(difference.ordinal);
    return text + (difference.field.empty() ? "" : " · " + difference.field);
}

DriftCell cell(bool present, const std::string &text, const WrittenAt &at)
{
    return {present ? DriftCell::State::Present : DriftCell::State::Absent, text, at};
}

/// Compares the copies of one pair.
class PairComparison
{
public:
    PairComparison(const DriftInput &input, const DriftPair &pair, std::vector<DriftRow> &rows)
        : m_input(input), m_pair(pair), m_rows(rows), m_twin(input.gitops.find(pair.gitops))
    {
        for (const std::string &path : pair.sources) {
            if (auto manifest = input.source.find(path))
                m_sources.push_back(std::move(manifest));
        }
    }

    void run()
    {
        if (!m_twin) {
            for (const auto &source : m_sources)
                missingTwin(*source);
            return;
        }
        auto twinRules = rulesOf(m_input.gitopsRules, m_twin->path(), m_input.gitops.role);
        if (!m_pair.keys.empty()) {
            std::erase_if(twinRules, [this](const ComparedGroup &group) {
                return std::ranges::find(m_pair.keys, group.file) == m_pair.keys.end();
            });
        }
        std::vector<ComparedGroup> sourceRules;
        for (const auto &source : m_sources) {
            auto groups = rulesOf(m_input.sourceRules, source->path(), m_input.source.role);
            std::ranges::move(groups, std::back_inserter(sourceRules));
        }
        std::vector<Difference> structure;
        if (m_sources.size() == 1) {
            auto found = yaml::differences(m_sources.front()->text(), m_twin->text());
            if (found)
                structure = std::move(*found);
            else if (!m_pair.rulesOnly && (sourceRules.empty() || twinRules.empty()))
                return unreadable(found.error());
        }
        const bool sameShape = sourceRules.empty() == twinRules.empty() && sameKinds();
        for (const RuleDifference &difference : compareRules(sourceRules, twinRules))
            addRule(difference, structure);
        if (m_pair.rulesOnly)
            return;
        if (!sameShape)
            return compareConfigs();
        for (const Difference &difference : structure) {
            if (!concernsRules(difference, sourceRules, twinRules))
                addPlace(difference);
        }
    }

private:
    static std::vector<ComparedGroup> rulesOf(const RuleDocuments &documents, const std::string &path,
                                              const std::string &role)
    {
        const auto found = documents.find(path);
        return found == documents.end() ? std::vector<ComparedGroup>() : comparedGroups(*found->second, role);
    }

    /// A rule file and the ConfigMap that holds it say the same in other forms: only their rules compare.
    [[nodiscard]] bool sameKinds() const
    {
        const auto kindOf = [](const Manifest &manifest) {
            const std::vector<Resource> resources = manifest.resources();
            return resources.empty() ? std::string() : resources.front().kind;
        };
        return m_sources.size() == 1 && (kindOf(*m_sources.front()).empty() == kindOf(*m_twin).empty());
    }

    [[nodiscard]] WrittenAt place(bool gitops, base::ByteRange range) const
    {
        const Manifest &manifest = gitops ? *m_twin : *m_sources.front();
        return {gitops ? m_input.gitops.role : m_input.source.role, manifest.path(), range,
                manifest.lineOf(range.start)};
    }

    DriftRow &add(const char *id, base::Severity severity, Ground ground)
    {
        DriftRow row;
        row.id = id;
        row.severity = severity;
        row.ground = ground;
        row.file = m_pair.gitops;
        m_rows.push_back(std::move(row));
        return m_rows.back();
    }

    void missingTwin(const Manifest &source)
    {
        const bool holdsRules = m_input.sourceRules.contains(source.path());
        const std::vector<Resource> resources = source.resources();
        if (isKustomizationName(fileNameOf(source.path())) || (resources.empty() && !holdsRules))
            return;
        DriftRow &row = add("drift/missing-twin", base::Severity::Warning, Ground::Source);
        std::string held;
        for (const Resource &resource : resources)
            held += (held.empty() ? "" : ", ") + resource.kind + ' ' + resource.name;
        row.subject = held.empty() ? fileNameOf(source.path()) : held;
        row.source = cell(true, source.path(), {m_input.source.role, source.path(), {0, 0}, 1});
        row.gitops = cell(false, {}, {m_input.gitops.role, m_pair.gitops, {0, 0}, 0});
        row.text = {TRANSLATABLE("Core", "%1 is in source only: its copy %2 does not exist."),
                    {source.path(), m_pair.gitops}};
        row.fix = {TRANSLATABLE("Core", "Create %1 and register it."), {m_pair.gitops}};
        row.takeSource.push_back({m_input.gitops.role, m_pair.gitops, {{{0, 0}, source.text()}}});
        if (auto edit = registrationEdit(m_input.gitops, m_pair.gitops))
            row.takeSource.push_back(std::move(*edit));
    }

    void unreadable(const base::Error &error)
    {
        DriftRow &row = add("drift/unreadable", base::Severity::Error, Ground::GitOps);
        row.subject = fileNameOf(m_pair.gitops);
        row.source = {DriftCell::State::Unknown, {}, place(false, {0, 0})};
        row.gitops = {DriftCell::State::Unknown, {}, place(true, {0, 0})};
        row.text = {TRANSLATABLE("Core", "%1 and its copy cannot be compared: %2"),
                    {m_sources.front()->path(), error.text.english()}};
        row.fix = TRANSLATABLE("Core", "Mend the YAML.");
    }

    void addRule(const RuleDifference &difference, const std::vector<Difference> &structure)
    {
        const bool group = difference.rule.empty();
        DriftRow &row = add(group ? "drift/group" : "drift/rule", base::Severity::Warning, Ground::GitOps);
        row.subject = shownRule(difference);
        if (!group)
            row.ruleKind = difference.ruleKind;
        row.group = difference.group;
        row.rule = difference.rule;
        row.ordinal = difference.ordinal;
        row.field = difference.field;
        using Kind = RuleDifference::Kind;
        const std::string &field = difference.field;
        const bool left = difference.kind != Kind::OnlyRight && !(difference.left.empty() && !field.empty());
        const bool right = difference.kind != Kind::OnlyLeft && !(difference.right.empty() && !field.empty());
        row.source = cell(left, difference.left, difference.leftAt);
        row.gitops = cell(right, difference.right, difference.rightAt);
        if (row.source.at.file.empty())
            row.source.at = {m_input.source.role, m_pair.sources.front(), {0, 0}, 1};
        if (row.gitops.at.file.empty())
            row.gitops.at = {m_input.gitops.role, m_pair.gitops, {0, 0}, 1};
        const std::string name = group ? difference.group : difference.rule;
        if (difference.kind == Kind::OnlyLeft) {
            row.text = {TRANSLATABLE("Core", "%1 (group %2) is in source only: it would not be loaded."),
                        {name, difference.group}};
            row.fix = TRANSLATABLE("Core", "Take the source's rule, or remove it there.");
        } else if (difference.kind == Kind::OnlyRight) {
            row.text = {TRANSLATABLE("Core", "%1 (group %2) is in GitOps only: source no longer has it."),
                        {name, difference.group}};
            row.fix = TRANSLATABLE("Core", "Remove it from GitOps, or take it back into source.");
        } else {
            const auto shown = [](bool present, const std::string &text) {
                return present ? '`' + shortened(text) + '`' : std::string("nothing");
            };
            row.text = {TRANSLATABLE("Core", "%1 (group %2) differs in %3: source has %4, GitOps has %5."),
                        {name, difference.group, field, shown(left, difference.left), shown(right, difference.right)}};
            row.fix = TRANSLATABLE("Core", "Take the source's value, or GitOps's.");
        }
        attachEdits(row, difference, structure);
    }

    /// The text's own differences within the rule that make up this one.
    void attachEdits(DriftRow &row, const RuleDifference &difference, const std::vector<Difference> &structure)
    {
        base::TextEdits toTwin;
        base::TextEdits toSource;
        for (const Difference &each : structure) {
            const bool whole = difference.field.empty();
            const bool inLeft = each.kind != Difference::Kind::OnlyRight &&
                                (whole ? each.left == trimmedRange(m_sources.front()->text(), difference.leftAt.range)
                                       : difference.leftAt.range.contains(each.left));
            const bool inRight = each.kind != Difference::Kind::OnlyLeft &&
                                 (whole ? each.right == trimmedRange(m_twin->text(), difference.rightAt.range)
                                        : difference.rightAt.range.contains(each.right));
            if ((!inLeft && !inRight) || (!whole && !namesField(each.path, difference.field)))
                continue;
            toTwin.insert(toTwin.end(), each.takeLeft.begin(), each.takeLeft.end());
            toSource.insert(toSource.end(), each.takeRight.begin(), each.takeRight.end());
        }
        if (!toTwin.empty())
            row.takeSource.push_back({m_input.gitops.role, m_pair.gitops, std::move(toTwin)});
        if (!toSource.empty())
            row.takeGitOps.push_back({m_input.source.role, m_sources.front()->path(), std::move(toSource)});
    }

    static base::ByteRange trimmedRange(const std::string &text, base::ByteRange range)
    {
        range.end = std::min(range.end, text.size());
        while (range.end > range.start && (text[range.end - 1] == '\n' || text[range.end - 1] == '\r'))
            --range.end;
        return range;
    }

    static bool namesField(const std::vector<std::string> &path, const std::string &field)
    {
        const std::size_t dot = field.find('.');
        const std::string outer = field.substr(0, dot);
        if (path.back() == outer)
            return true;
        return dot != std::string::npos && path.size() >= 2 && path[path.size() - 2] == outer &&
               path.back() == field.substr(dot + 1);
    }

    /// A configuration as a file of its own, and under a key of a ConfigMap.
    void compareConfigs()
    {
        if (m_sources.size() != 1 || !m_sources.front()->resources().empty())
            return;
        const std::string &text = m_sources.front()->text();
        if (!readPrometheusConfig(text) && !readAlertmanagerConfig(text))
            return;
        for (const Resource &resource : m_twin->resources()) {
            for (const Payload &payload : payloadsOf(resource)) {
                if (!readPrometheusConfig(payload.text) && !readAlertmanagerConfig(payload.text))
                    continue;
                auto found = yaml::differences(text, payload.text);
                if (!found)
                    continue;
                for (Difference &difference : *found) {
                    difference.right = payload.place(difference.right);
                    difference.takeLeft.clear();
                    difference.takeRight.clear();
                    addPlace(difference);
                }
            }
        }
    }

    static bool concernsRules(const Difference &difference, const std::vector<ComparedGroup> &left,
                              const std::vector<ComparedGroup> &right)
    {
        const auto touches = [](const std::vector<ComparedGroup> &groups, base::ByteRange range) {
            return std::ranges::any_of(groups,
                                       [&](const ComparedGroup &group) { return group.at.range.overlaps(range); });
        };
        return (difference.kind != Difference::Kind::OnlyRight && touches(left, difference.left)) ||
               (difference.kind != Difference::Kind::OnlyLeft && touches(right, difference.right));
    }

    void addPlace(const Difference &difference)
    {
        const PlaceKind kind = placeKind(difference.path);
        const char *id = kind.config == PlaceKind::Config::Prometheus     ? "drift/prometheus-config"
                         : kind.config == PlaceKind::Config::Alertmanager ? "drift/alertmanager-config"
                                                                          : "drift/manifest";
        const auto severity = kind.config == PlaceKind::Config::None ? base::Severity::Hint : base::Severity::Warning;
        DriftRow &row = add(id, severity, Ground::GitOps);
        row.subject = joined(difference.path);
        row.expected = kind.expected;
        row.source =
            cell(difference.kind != Difference::Kind::OnlyRight, difference.leftValue, place(false, difference.left));
        row.gitops =
            cell(difference.kind != Difference::Kind::OnlyLeft, difference.rightValue, place(true, difference.right));
        if (!difference.takeLeft.empty())
            row.takeSource.push_back({m_input.gitops.role, m_pair.gitops, difference.takeLeft});
        if (!difference.takeRight.empty())
            row.takeGitOps.push_back({m_input.source.role, m_sources.front()->path(), difference.takeRight});
        const std::string source = '`' + shortened(difference.leftValue) + '`';
        const std::string gitops = '`' + shortened(difference.rightValue) + '`';
        if (difference.kind == Difference::Kind::OnlyLeft) {
            row.text = {TRANSLATABLE("Core", "%1 is in source only: %2."), {row.subject, source}};
            if (kind.config == PlaceKind::Config::Prometheus && difference.path.back() == "alerting")
                row.severity = base::Severity::Error;
        } else if (difference.kind == Difference::Kind::OnlyRight) {
            row.text = {TRANSLATABLE("Core", "%1 is in GitOps only: %2."), {row.subject, gitops}};
        } else {
            row.text = {TRANSLATABLE("Core", "%1 differs: source has %2, GitOps has %3."),
                        {row.subject, source, gitops}};
        }
        row.fix = TRANSLATABLE("Core", "Take the source's part, or GitOps's.");
    }

    const DriftInput &m_input;
    const DriftPair &m_pair;
    std::vector<DriftRow> &m_rows;
    std::vector<std::shared_ptr<const Manifest>> m_sources;
    std::shared_ptr<const Manifest> m_twin;
};

void addOnlyGitOps(const DriftInput &input, const std::string &path, std::vector<DriftRow> &rows)
{
    const auto manifest = input.gitops.find(path);
    if (!manifest || isKustomizationName(fileNameOf(path)))
        return;
    bool config = false;
    for (const Resource &resource : manifest->resources()) {
        for (const Payload &payload : payloadsOf(resource))
            config = config || readPrometheusConfig(payload.text) || readAlertmanagerConfig(payload.text);
    }
    const auto document = input.gitopsRules.find(path);
    const bool holdsRules = document != input.gitopsRules.end() && document->second->ruleCount() > 0;
    if (!config && !holdsRules)
        return;
    DriftRow row;
    row.id = "drift/only-in-gitops";
    row.ground = Ground::GitOps;
    row.file = path;
    row.subject = fileNameOf(path);
    row.source = {DriftCell::State::Absent, {}, {}};
    row.gitops = cell(true, path, {input.gitops.role, path, {0, 0}, 1});
    row.text = {TRANSLATABLE("Core", "%1 is in GitOps only: source has no file for it."), {path}};
    row.fix = TRANSLATABLE("Core", "Take it into source, or remove it.");
    rows.push_back(std::move(row));
}

} // namespace

std::vector<DriftRow> compareCopies(const DriftInput &input)
{
    std::vector<DriftRow> rows;
    for (const DriftPair &pair : input.pairs)
        PairComparison(input, pair, rows).run();
    for (const std::string &path : input.onlyGitOps)
        addOnlyGitOps(input, path, rows);
    return rows;
}

std::vector<Finding> driftFindings(const std::vector<DriftRow> &rows)
{
    std::vector<Finding> findings;
    for (const DriftRow &row : rows) {
        if (row.expected)
            continue;
        Finding finding;
        finding.id = row.id;
        finding.severity = row.severity;
        finding.ground = row.ground;
        // Where it is written on the deployed side; what only source has, there.
        const bool source = row.ground == Ground::Source || row.gitops.at.file.empty() ||
                            (row.gitops.state == DriftCell::State::Absent && row.gitops.at.line == 0);
        const WrittenAt &at = source ? row.source.at : row.gitops.at;
        finding.role = at.role;
        finding.file = at.file;
        finding.range = at.range;
        finding.line = at.file.empty() ? 0 : std::max<std::size_t>(at.line, 1);
        finding.text = row.text;
        finding.fix = row.fix;
        finding.edits = row.takeSource;
        findings.push_back(std::move(finding));
    }
    sortFindings(findings);
    return findings;
}

} // namespace deployment
