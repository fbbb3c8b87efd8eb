#pragma once

/// What `rulewright-cli COMMAND --help` prints.
namespace cli::usage {

inline constexpr char check[] =
    R"(usage: rulewright-cli check PATH... [--format text|json|sarif|github] [--strict] [--dialect VERSION]
                                 [--endpoint URL] [--endpoint-option KEY=VALUE]...

Reports what Prometheus would reject and what the checks find in rule files. Folders recurse over
.yml, .yaml, .json and .rules; files there that hold no rules are skipped.

  --format    text (default), json, sarif (2.1.0) or github (workflow commands)
  --strict    exit with 1 on warnings too
  --dialect   the oldest Prometheus that has to read the rules, 2.42 to 3.14 (default)
  --endpoint  reads the rules in the language and with the features of this server; --dialect wins
  --endpoint-option   an option of the endpoint as in a workspace file, such as
              headers.X-Scope-OrgID=team-a or authorization.credentials_file=token

Exit codes: 0 no errors, 1 errors (with --strict: or warnings), 2 could not run.
)";

inline constexpr char rules[] = R"(usage: rulewright-cli rules PATH... [--format json]

Lists every rule with its fields, as Prometheus reads them, and their byte ranges in the file.
)";

inline constexpr char edit[] =
    R"(usage: rulewright-cli edit FILE --group GROUP (--rule NAME[#n] | --index I) [--document D] [--key K]
                           --set PATH=VALUE... [--unset PATH...] [--only-here | --at-anchor] [--write]

Changes fields of one rule and nothing else in the file. PATH is expr, for, keep_firing_for, name,
labels.NAME, annotations.NAME or labels."a.b". Without --rule and --index it changes the group: PATH
is name, interval, query_offset, limit or labels.NAME. Without --write, prints a unified diff.
A value behind an alias or a merge key is changed in the rule itself. What stands at an anchor changes
wherever it is referred to: a message names the other rules.

  --rule      NAME, or NAME#n for the n-th (from 0) of that name in the group
  --index     the rule's place in the group, from 0
  --document  the YAML document, from 0, where the group's name alone is ambiguous
  --key       the ConfigMap key, where the group's name alone is ambiguous
  --only-here no other rule changes: those that share the value each get the old one as their own
  --at-anchor change the value where it stands, for everything that refers to it
)";

inline constexpr char fmt[] = R"(usage: rulewright-cli fmt PATH... [--check] [--write]

Formats the PromQL expressions of rule files; everything else stays byte for byte. Without --write,
prints a unified diff; --check only exits with 1 when something would change.
)";

inline constexpr char parse[] = R"(usage: rulewright-cli parse

Reads JSON lines {"expr": "...", "features": ["..."], "version": "3.14"} and answers each with one
line: {"valid": true, "type", "canonical", "pretty"} or {"valid": false, "error": {"message",
"start", "end"}}. "features" and "version" may be left out; "line_length" (default 100) is where the
pretty form breaks.
)";

inline constexpr char explain[] =
    R"(usage: rulewright-cli explain EXPR [--format text|json] [--dialect VERSION] [--rules PATH]...
                                   [--endpoint URL [--time T]] [--endpoint-option KEY=VALUE]...

Prints the tree of an expression: each node with its type, its bytes and the labels it keeps.

  --rules   rule files or folders: what recording rules and ALERTS have is known from them; with an
            endpoint, recording rules that it does not record are read in their place
  --endpoint, --time   what each part returns there at that time (Unix seconds or RFC 3339; default
            now), and why a part that returns nothing does; the language is the server's, unless
            --dialect says otherwise
  --endpoint-option   as for check
)";

inline constexpr char graph[] =
    R"(usage: rulewright-cli graph PATH... [--format json|dot|mermaid|svg] [--focus NAME] [--hops N]

Shows which rules read which metrics and rules. Edges run from what is read to the rule that reads it.

  --format    json (default), dot (Graphviz), mermaid or svg
  --focus     only the metric, recording rule or alert NAME, with what feeds it and what reads it
  --hops      at most so many edges away from NAME (default: all)
)";

inline constexpr char backtest[] =
    R"(usage: rulewright-cli backtest FILE... --endpoint URL --from T --to T [--rule NAME] [--group GROUP] [--format json]
                                    [--endpoint-option KEY=VALUE]...

Runs the alerting rules of rule files over the history of a Prometheus and prints when each of their
alerts would have been pending and firing. Times are Unix seconds or RFC 3339. Recording rules of the
files that the server does not record are read as they would have been recorded; a rule that is loaded
as it stands is compared with ALERTS. Evaluations without an answer, and those that are still to come,
are counted as unknown.

  --rule, --group   only this rule or group
  --endpoint-option   as for check

Exit codes: 0 it ran, 2 a rule could not be run (the others are printed).
)";

inline constexpr char consolidate[] =
    R"(usage: rulewright-cli consolidate PATH... [--endpoint URL --from T --to T [--tests DIR]] [--open]
                                  [--endpoint-option KEY=VALUE]... [--alertmanager FILE] [--write]
                                  [--format json|diff]

Finds rules that are copies of each other, says what differs and whether they can become one
rule, proposes a recording rule and one alert for each family, and names the look-alikes that have to
stay apart. With an endpoint, compares old and new by value at every evaluation of its history.

  --endpoint, --from, --to   the history to compare over; times are Unix seconds or RFC 3339
  --endpoint-option          as for check
  --tests                    writes a unit test for promtool of each new alert, from the history around a firing;
                             with --write it names the rule file, else it brings the proposed rules along
  --alertmanager             an alertmanager.yml, or the manifest that holds it: the evidence says which of its
                             routes, groupings and inhibitions treat old and new alerts differently
  --open                     proposes patterns that include the next service, and lists what else they match
  --write                    applies every proposal to the files
  --format                   json (default), or diff: what the proposals change

Beside the families it offers: rules that can read a proposed recording rule, expressions that several
rules compute, and conditions that are better asked in another way (heap ratios, raw counters, numbers
that are memory limits, one service of several). Offers are printed and compared, and never written.

Verdicts: same, wider, narrower, different, cannot tell, unproved (no endpoint was asked).
)";

inline constexpr char save[] =
    R"(usage: rulewright-cli save [WORKSPACE] -m MESSAGE [--branch BRANCH] [--push] [--dry-run]
                           [--update] [--catch-up] [--include PATH] [--repository URL=FOLDER]

Carries the changes of the mapped source files to their copies in the GitOps repository and commits
both, or neither. WORKSPACE is rulewright.yaml or its folder (default: the current folder). A save
that was interrupted before is finished or undone first.

  -m          the message of both commits
  --branch    commit to this new branch in both repositories and check it out; fetches first, so that
              it starts at the upstream as it is now
  --push      push both branches afterwards, and print where pull requests are opened
  --dry-run   print what would change as diffs, and change nothing
  --update    fetch and fast-forward both current branches first
  --catch-up  also carry what was committed to the source without a save and never reached a copy; without
              it such commits are named on stderr and left out
  --include   take this new or deleted file along (those that are staged are taken anyhow); repeatable
  --repository   remember FOLDER as the clone of the repository that rulewright.yaml names by URL

Exit codes: 0 saved or nothing to save, 1 saved but not pushed, 2 not saved.
)";

inline constexpr char drift[] =
    R"(usage: rulewright-cli drift [WORKSPACE] [--endpoint URL] [--endpoint-option KEY=VALUE]...
                            [--format text|json|sarif]

Compares the mapped files of the source repository with their copies in the GitOps repository, rule
by rule, and lists manifests that no kustomization registers. WORKSPACE is rulewright.yaml or its
folder (default: the current folder). Image tags, replicas, environment entries and the like may
differ and are not listed. With kustomize or kubectl on the PATH, overlays are rendered too.

  --endpoint  also compare with what this Prometheus has loaded; its URL, or its name in a workspace
              file that was accepted in the window
  --endpoint-option   as for check
  --format    text (default), json or sarif (2.1.0)

Exit codes: 0 nothing differs, 1 something differs, 2 could not run.
)";

inline constexpr char doctor[] =
    R"(usage: rulewright-cli doctor [WORKSPACE] [--endpoint URL] [--endpoint-option KEY=VALUE]...
                             [--format text|json]

Tells what would keep a firing alert from reaching anybody: configuration, receivers, registration,
rules that nothing loads, jobs that nothing scrapes. A save that was interrupted before is finished
or undone. WORKSPACE is rulewright.yaml or its folder (default: the current folder).

  --endpoint  also ask this Prometheus; its URL, or its name in a workspace file that was accepted in
              the window
  --endpoint-option   as for check

Exit codes: 0 nothing found, 1 something found, 2 could not run.
)";

} // namespace cli::usage
