#include "cli/rulecommands.h"

#include "cli/commands.h"
#include "cli/filechanges.h"
#include "cli/options.h"
#include "cli/rulefiles.h"
#include "promql/printer.h"
#include "rules/ruleedits.h"
#include "rules/sharededits.h"

#include <algorithm>
#include <array>
#include <optional>
#include <ostream>

namespace cli {

namespace {

base::Error invalid(base::Text text)
{
    return {base::ErrorKind::Invalid, std::move(text), {}};
}

/// The groups that the options leave; one is wanted.
base::Result<rules::RuleRef> pickGroup(const rules::RuleDocument &document, const Options &options)
{
    const std::string name = options.value("--group").toStdString();
    std::vector<rules::RuleRef> found;
    for (const rules::RuleGroup &group : document.groups()) {
        const bool documentFits =
            !options.has("--document") || options.value("--document").toStdString() == std::to_string(group.document);
        const bool keyFits = !options.has("--key") || options.value("--key").toStdString() == group.key.value_or("");
        if (group.name.value == name && documentFits && keyFits)
            found.push_back(document.refOf(group, 0));
    }
    if (found.empty() && document.readOnlyReason())
        return base::Error{base::ErrorKind::Unsupported, *document.readOnlyReason(), {}};
    if (found.empty())
        return invalid({TRANSLATABLE("Core", "There is no group %1."), {name}});
    if (found.size() > 1)
        return invalid({TRANSLATABLE("Core", "%1 groups are named %2. Say which with --document or --key."),
                        {std::to_string(found.size()), name}});
    return found.front();
}

base::Result<rules::RuleRef> pickRule(const rules::RuleDocument &document, const Options &options)
{
    auto ref = pickGroup(document, options);
    if (!ref)
        return ref;
    const rules::RuleGroup &group = *document.findGroup(*ref);
    if (options.has("--index")) {
        bool ok = false;
        ref->index = options.value("--index").toULongLong(&ok);
        if (!ok || ref->index >= group.rules.size())
            return invalid({TRANSLATABLE("Core", "There is no rule %1 in the group %2."),
                            {options.value("--index").toStdString(), ref->group}});
        return ref;
    }
    const QString wanted = options.value("--rule");
    const auto named = [&group](const std::string &name) {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < group.rules.size(); ++i) {
            if (group.rules[i].name.value == name)
                found.push_back(i);
        }
        return found;
    };
    std::vector<std::size_t> found = named(wanted.toStdString());
    if (found.size() == 1) {
        ref->index = found.front();
        return ref;
    }
    const qsizetype hash = wanted.lastIndexOf('#');
    if (found.empty() && hash > 0) {
        bool ok = false;
        const std::size_t ordinal = wanted.mid(hash + 1).toULongLong(&ok);
        found = named(wanted.left(hash).toStdString());
        if (ok && ordinal < found.size()) {
            ref->index = found[ordinal];
            return ref;
        }
    }
    if (found.size() > 1 && hash < 0)
        return invalid({TRANSLATABLE("Core", "%1 rules of the group are named %2. Say which with %2#0 to %2#%3."),
                        {std::to_string(found.size()), wanted.toStdString(), std::to_string(found.size() - 1)}});
    return invalid({TRANSLATABLE("Core", "There is no rule %1 in the group %2."), {wanted.toStdString(), ref->group}});
}

/// Where a value is changed that an alias, an anchor or a merge key shares.
enum class SharedPlace {
    /// Aliased and inherited ones in the rule itself, those at an anchor there.
    Nearest,
    OnlyHere,
    AtAnchor,
};

base::Result<base::TextEdits> ruleEdits(const rules::RuleDocument &document, const rules::RuleRef &ref,
                                        const rules::FieldPath &path, const std::optional<std::string> &value,
                                        SharedPlace place)
{
    if (place == SharedPlace::OnlyHere)
        return rules::setHereOnlyEdits(document, {ref, path, value});
    if (place == SharedPlace::AtAnchor && value)
        return rules::setAtAnchorEdits(document, ref, path, *value);
    return value ? rules::setFieldEdits(document, ref, path, *value) : rules::removeFieldEdits(document, ref, path);
}

/// One --set or --unset, applied to the document's text.
base::Result<std::string> applyChange(const rules::RuleDocument &document, const rules::RuleRef &ref, bool ofGroup,
                                      SharedPlace place, const QString &change, bool unset)
{
    const std::string text = change.toStdString();
    // A quoted label name may hold an equals sign.
    std::size_t from = 0;
    if (const std::size_t quote = text.find(".\""); quote != std::string::npos && quote < text.find('=')) {
        from = quote + 2;
        while (from < text.size() && text[from] != '"')
            from += text[from] == '\\' ? 2 : 1;
    }
    const std::size_t equals = unset ? std::string::npos : text.find('=', std::min(from, text.size()));
    if (!unset && equals == std::string::npos)
        return invalid({TRANSLATABLE("Core", "--set takes PATH=VALUE, not \"%1\"."), {text}});
    const auto path = rules::FieldPath::parse(std::string_view(text).substr(0, equals));
    if (!path)
        return path.error();
    const std::string value = unset ? std::string() : text.substr(equals + 1);
    if (ofGroup && !unset && value.empty())
        return invalid({TRANSLATABLE("Core", "A field of a rule group needs a value. --unset removes it.")});
    const auto edits = ofGroup ? rules::setGroupFieldEdits(document, ref, *path, value)
                               : ruleEdits(document, ref, *path, unset ? std::nullopt : std::optional(value), place);
    if (!edits)
        return edits.error();
    return base::applyEdits(document.text(), *edits);
}

/// Says which other rules read the value that was changed. It is no error: the edit is made.
void warnOfShared(const rules::RuleDocument &before, const rules::RuleDocument &after, const rules::Edited &edited,
                  std::ostream &err)
{
    std::string list;
    for (const std::string &name : rules::sharedChange(before, after, edited).names(before))
        list += (list.empty() ? "" : ", ") + name;
    if (!list.empty())
        err << "rulewright-cli edit: "
            << base::Text(TRANSLATABLE("Core", "What stands at an anchor was changed, and with it: %1."), {list})
                   .english()
            << '\n';
}

int finishChange(const std::string &file, const std::string &before, const std::string &after, bool write,
                 std::ostream &out, std::ostream &err, const char *command)
{
    const FileChange change{file, before, after};
    if (!write) {
        printDiff(change, out);
        return Fine;
    }
    const auto written = writeChanges({change});
    return written ? Fine : fail(err, command, written.error());
}

/// The document's text with every expression of its own pretty-printed.
base::Result<std::string> formatExpressions(const rules::RuleDocument &document)
{
    std::vector<rules::FieldChange> changes;
    for (const rules::RuleGroup &group : document.groups()) {
        for (std::size_t i = 0; i < group.rules.size(); ++i) {
            const rules::Rule &rule = group.rules[i];
            const rules::RuleRef ref = document.refOf(group, i);
            // Of groups that share a name, only the first can be addressed.
            if (rule.expr.inherited || !rule.tree->valid() || rule.expr.value.empty() || document.find(ref) != &rule)
                continue;
            // The line end that a block scalar carries is not the expression's.
            std::string pretty = promql::prettyPrint(*rule.tree);
            if (rule.expr.value.ends_with('\n') || pretty.find('\n') != std::string::npos)
                pretty += '\n';
            if (pretty != rule.expr.value)
                changes.push_back({ref, {"expr", {}}, std::move(pretty)});
        }
    }
    const auto edits = rules::setFieldsEdits(document, changes);
    return edits ? base::applyEdits(document.text(), *edits) : base::Result<std::string>(edits.error());
}

} // namespace

int runEdit(const QStringList &arguments, std::istream &, std::ostream &out, std::ostream &err)
{
    static constexpr std::array<OptionSpec, 10> specs = {{{"--group", true},
                                                          {"--rule", true},
                                                          {"--index", true},
                                                          {"--document", true},
                                                          {"--key", true},
                                                          {"--set", true, true},
                                                          {"--unset", true, true},
                                                          {"--only-here"},
                                                          {"--at-anchor"},
                                                          {"--write"}}};
    const auto options = parseOptions(arguments, specs);
    if (!options)
        return fail(err, "edit", options.error());
    if (options->operands.size() != 1)
        return fail(err, "edit", invalid({TRANSLATABLE("Core", "Name one file to edit.")}));
    const bool ofGroup = !options->has("--rule") && !options->has("--index");
    if (!options->has("--group") || (options->has("--rule") && options->has("--index")))
        return fail(err, "edit",
                    invalid({TRANSLATABLE("Core", "Name the rule with --group and either --rule or --index.")}));
    if (!options->has("--set") && !options->has("--unset"))
        return fail(err, "edit", invalid({TRANSLATABLE("Core", "Say what to change with --set or --unset.")}));
    const bool onlyHere = options->has("--only-here");
    const bool atAnchor = options->has("--at-anchor");
    if (onlyHere && atAnchor)
        return fail(err, "edit", invalid({TRANSLATABLE("Core", "Take either --only-here or --at-anchor.")}));
    if (ofGroup && (onlyHere || atAnchor))
        return fail(err, "edit",
                    invalid({TRANSLATABLE("Core", "--only-here and --at-anchor are for the fields of a rule: name it "
                                                  "with --rule or --index.")}));
    if (atAnchor && options->has("--unset"))
        return fail(
            err, "edit",
            invalid({TRANSLATABLE("Core", "A field cannot be removed at the anchor. --unset removes it from the "
                                          "rule.")}));
    const SharedPlace place = onlyHere   ? SharedPlace::OnlyHere
                              : atAnchor ? SharedPlace::AtAnchor
                                         : SharedPlace::Nearest;
    auto documents = requireRuleFiles(options->operands, "edit", err);
    if (!documents)
        return fail(err, "edit", documents.error());
    // A folder may hold any number of them.
    if (documents->size() != 1)
        return fail(err, "edit", invalid({TRANSLATABLE("Core", "Name one file to edit.")}));
    std::shared_ptr<const rules::RuleDocument> document = documents->front();
    const auto original = document;
    const std::string file = document->file();
    auto ref = ofGroup ? pickGroup(*document, *options) : pickRule(*document, *options);
    if (!ref)
        return fail(err, "edit", ref.error());
    const rules::Edited edited = ofGroup ? rules::Edited{{}, *ref} : rules::Edited{{*ref}, std::nullopt};
    for (const bool unset : {false, true}) {
        for (const QString &change : options->all(unset ? "--unset" : "--set")) {
            auto changed = applyChange(*document, *ref, ofGroup, place, change, unset);
            if (!changed)
                return fail(err, "edit", changed.error());
            const auto group = document->findGroupIndex(*ref);
            document = rules::load(file, std::move(*changed));
            // The group may have another name now.
            if (ofGroup && group && *group < document->groups().size())
                ref->group = document->groups()[*group].name.value;
        }
    }
    warnOfShared(*original, *document, edited, err);
    return finishChange(file, original->text(), document->text(), options->has("--write"), out, err, "edit");
}

int runFmt(const QStringList &arguments, std::istream &, std::ostream &out, std::ostream &err)
{
    static constexpr std::array<OptionSpec, 2> specs = {{{"--check"}, {"--write"}}};
    const auto options = parseOptions(arguments, specs);
    if (!options)
        return fail(err, "fmt", options.error());
    if (options->operands.isEmpty())
        return fail(err, "fmt", invalid({TRANSLATABLE("Core", "Name the files or folders to format.")}));
    const auto documents = requireRuleFiles(options->operands, "fmt", err);
    if (!documents)
        return fail(err, "fmt", documents.error());
    bool wouldChange = false;
    for (const auto &original : *documents) {
        if (original->readOnlyReason())
            continue;
        const auto formatted = formatExpressions(*original);
        if (!formatted)
            return fail(err, "fmt", formatted.error());
        const bool changes = *formatted != original->text();
        wouldChange = wouldChange || changes;
        if (options->has("--check")) {
            if (changes)
                out << original->file() << '\n';
            continue;
        }
        const int code =
            finishChange(original->file(), original->text(), *formatted, options->has("--write"), out, err, "fmt");
        if (code != Fine)
            return code;
    }
    return options->has("--check") && wouldChange ? ProblemsFound : Fine;
}

} // namespace cli
