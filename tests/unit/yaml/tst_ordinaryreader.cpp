#include "support/noevents.h"
#include "support/registry.h"
#include "support/samestream.h"
#include "yaml/ordinaryreader.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include <QTest>

namespace {

constexpr std::array ordinary = {
    R"(# Rules of the gateway.
---
groups:
- name: gateway   # the first
  interval: 30s
  rules:
  - record: job:errors:rate5m
    expr: |
      sum by (job) (
        rate(http_errors_total{job="a", code=~"5.."}[5m])
      )

    labels:
      team: a/b-c.d

  # about the next
  - alert: HighErrorRate
    expr: job:errors:rate5m{job='a'} > 0.05 and
      up == 1

      * 2
    for: 5m
    labels: {severity: critical, "team": 'b', nested: [a, {b: c}, []], none: {}}
    annotations:
      summary: "Errors of {{ $labels.job }}: \"many\"\n"
      description: 'It''s {{ $value }}
        in two lines

        or three.'
      runbook: >-
        folded text
          with an indent

        of some lines
)",
    R"(groups:
  -
    name: a
    rules:
      - alert: A
        expr:
          up == 0
        labels:
          label: 값 하나
      - expr: vector(1)
        alert: B
        annotations:
          a: |+
            kept

)",
    R"(- - a
  - b
-
  - c: d
    e: f
  - "g"
- - - h
)",
    "a: |-\n  b\n c: d\n",
    "a: b\n c: d\n",
    "a:\n  - b\n c: d\n",
    "a: {b: c}\n  d: e\n",
};

/// Edits of the kind that typing and bad merges make.
std::string mutated(std::string text, std::mt19937 &random)
{
    constexpr std::array<std::string_view, 44> inserted = {
        " ",     "\n", "  ",   "\n\n", ":",  ": ",   "-",        "- ",  "#",    " #",     "\"",
        "'",     "''", "{",    "}",    "[",  "]",    ",",        "&a ", "*a",   "!",      "!x ",
        "|",     ">",  "|-\n", ">+",   "@",  "`",    "%",        "\\",  "?",    "? ",     "---\n",
        "...\n", "~",  "null", "<<: ", "\t", "\r\n", "\xC2\xA0", "=",   "\n  ", "\n    ", "\n- "};
    const auto upTo = [&random](std::size_t count) { return count == 0 ? 0 : random() % count; };
    for (std::size_t times = 1 + upTo(3); times > 0; --times) {
        const std::size_t at = upTo(text.size() + 1);
        const std::size_t length = std::min(text.size() - at, 1 + upTo(9));
        switch (upTo(4)) {
        case 0:
            text.erase(at, length);
            break;
        case 1:
            text.insert(at, text.substr(upTo(text.size()), length * 4));
            break;
        default:
            text.insert(at, inserted[upTo(inserted.size())]);
        }
    }
    return text;
}

bool bothWaysAgree(const std::string &text)
{
    yaml::ParseOptions options;
    const yaml::Stream quick = yaml::parse(text, options);
    options.ordinary = false;
    return sameStream(quick, yaml::parse(text, options));
}

} // namespace

class TestOrdinaryReader : public QObject
{
    Q_OBJECT

private slots:
    void readsWhatIsOrdinary();
    void agreesWithYamlCpp();
    void agreesWithYamlCppOverTheCorpus();
};

void TestOrdinaryReader::readsWhatIsOrdinary()
{
    support::NoEvents handler;
    for (std::size_t i = 0; i < 3; ++i)
        QVERIFY2(yaml::readOrdinary(ordinary[i], 0, handler), ordinary[i]);
    for (const char *text : {"a: &b c\n", "a: *b\n", "a: !!str b\n", "a: ~\n", "? a\n: b\n", "a: \"\\x41\"\n",
                             "a: b\n---\na: c\n", "a: b\n...\n", "%YAML 1.1\n---\na: b\n", "a:\tb\n", "", "# only\n",
                             "a: b: c\n", "a: |2\n   b\n", "- a\nb: c\n", "a: 'b\nc: d'\n"})
        QVERIFY2(!yaml::readOrdinary(text, 0, handler), text);
}

void TestOrdinaryReader::agreesWithYamlCpp()
{
    std::mt19937 random(1);
    for (const char *text : ordinary) {
        QVERIFY2(bothWaysAgree(text), text);
        for (int i = 0; i < 1500; ++i) {
            const std::string changed = mutated(text, random);
            QVERIFY2(bothWaysAgree(changed), changed.c_str());
        }
    }
}

void TestOrdinaryReader::agreesWithYamlCppOverTheCorpus()
{
    namespace fs = std::filesystem;
    const fs::path corpus = fs::path(RULEWRIGHT_SOURCE_DIR) / "../shared/corpus";
    if (!fs::exists(corpus))
        QSKIP("The corpus is not here.");
    for (const auto &entry : fs::recursive_directory_iterator(corpus)) {
        constexpr std::uintmax_t most = 200'000;
        if (!entry.is_regular_file() || entry.file_size() > most)
            continue;
        std::ifstream stream(entry.path(), std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
        QVERIFY2(bothWaysAgree(text), entry.path().c_str());
    }
}

REGISTER_TEST(TestOrdinaryReader);

#include "tst_ordinaryreader.moc"
