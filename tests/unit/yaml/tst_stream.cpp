#include "support/registry.h"
#include "yaml/scalarwriter.h"
#include "yaml/stream.h"

#include <QTest>

using yaml::Node;
using yaml::ScalarStyle;

namespace {

std::string textOf(std::string_view text, base::ByteRange range)
{
    return std::string(text.substr(range.start, range.size()));
}

/// The value at a path of keys of the first document.
const Node *valueAt(const yaml::Stream &stream, std::initializer_list<const char *> path)
{
    const Node *node = stream.documents.empty() ? nullptr : stream.documents.front().root.get();
    for (const char *key : path)
        node = node ? node->find(key) : nullptr;
    return node;
}

} // namespace

class TestStream : public QObject
{
    Q_OBJECT

private slots:
    void decodesEveryStyleWithItsPlace_data();
    void decodesEveryStyleWithItsPlace();
    void rangesOfCollectionsEndWithTheirContent();
    void carriesPlacesThroughEmbeddedText();
    void rejectsWhatPrometheusRejects_data();
    void rejectsWhatPrometheusRejects();
    void refusesBottomlessNesting_data();
    void refusesBottomlessNesting();
    void setsScalarsInEveryStyle_data();
    void setsScalarsInEveryStyle();
    void editsTextInsideABlockScalar();
};

void TestStream::decodesEveryStyleWithItsPlace_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("source");
    const auto row = [](const char *name, const char *text, const char *value, const char *source) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(value) << QByteArray(source);
    };
    row("plain", "k: up == 0 # c\n", "up == 0", "up == 0");
    row("plain over lines", "k: up ==\n   0\n\n   and x\nz: 1\n", "up == 0\nand x", "up ==\n   0\n\n   and x");
    row("single quoted", "k: 'it''s'\n", "it's", "'it''s'");
    row("double quoted", "k: \"a\\n\\u00e9\\\"\"\n", "a\n\xC3\xA9\"", "\"a\\n\\u00e9\\\"\"");
    row("double quoted over lines", "k: \"a\n  b\\\n   c\"\n", "a bc", "\"a\n  b\\\n   c\"");
    row("literal", "k: |\n  a\n   b\n\n  c\nz: 1\n", "a\n b\n\nc\n", "|\n  a\n   b\n\n  c\n");
    row("literal strip", "k: |-\n  a\n\nz: 1\n", "a", "|-\n  a\n");
    row("literal keep", "k: |+\n  a\n\nz: 1\n", "a\n\n", "|+\n  a\n\n");
    row("literal indented", "k: |1\n  a\n b\n", " a\nb\n", "|1\n  a\n b\n");
    row("folded", "k: >-\n  a\n  b\n\n  c\n   d\n  e\n", "a b\nc\n d\ne", ">-\n  a\n  b\n\n  c\n   d\n  e\n");
    row("folded with comment", "k: > # note\n  a\n  b\n", "a b\n", "> # note\n  a\n  b\n");
    row("CRLF", "k: |\r\n  a\r\n  b\r\nz: 1\r\n", "a\nb\n", "|\r\n  a\r\n  b\r\n");
    row("BOM", "\xEF\xBB\xBFk: v\n", "v", "v");
    row("anchored", "k: &x !!str v\n", "v", "&x !!str v");
    row("after hangul", "\xEA\xB0\x80: 1\nk: v\n", "v", "v");
}

void TestStream::decodesEveryStyleWithItsPlace()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, source);
    const std::string input = text.toStdString();
    const yaml::Stream stream = yaml::parse(input);
    QVERIFY2(stream.ok(), stream.ok() ? "" : stream.diagnostics.front().text.english().c_str());
    const Node *node = valueAt(stream, {"k"});
    QVERIFY(node);
    QCOMPARE(QByteArray::fromStdString(node->value), value);
    QCOMPARE(QByteArray::fromStdString(textOf(input, node->range)), source);
    // Every decoded byte that stands literally in the file is found there.
    for (const auto &piece : node->map.pieces()) {
        if (piece.length == piece.sourceLength && piece.length > 1)
            QCOMPARE(node->value.substr(piece.content, piece.length), input.substr(piece.source, piece.length));
    }
}

void TestStream::rangesOfCollectionsEndWithTheirContent()
{
    const std::string text = "a:\n  - x: 1 # one\n    y: [1, {b: 2}, ] # two\n  -\n  - z:\nb: {}\n";
    const yaml::Stream stream = yaml::parse(text);
    QVERIFY(stream.ok());
    const Node *list = valueAt(stream, {"a"});
    QVERIFY(list && list->items.size() == 3);
    QCOMPARE(textOf(text, list->items[0]->range), std::string("x: 1 # one\n    y: [1, {b: 2}, ]"));
    QCOMPARE(textOf(text, list->items[0]->entries[1].range), std::string("y: [1, {b: 2}, ]"));
    QCOMPARE(int(list->items[1]->kind), int(yaml::NodeKind::Null));
    QCOMPARE(list->items[1]->range.start, text.find("-\n") + 1);
    QCOMPARE(list->items[2]->entries[0].value->range.start, text.find("z:") + 2);
    QCOMPARE(textOf(text, valueAt(stream, {"b"})->range), std::string("{}"));
}

void TestStream::carriesPlacesThroughEmbeddedText()
{
    const std::string text = "data:\n  rules: |\n    groups:\n    - expr: |\n        up ==\n        0\n";
    const yaml::Stream outer = yaml::parse(text);
    const Node *scalar = valueAt(outer, {"data", "rules"});
    QVERIFY(scalar);
    const yaml::Stream inner = yaml::parse(scalar->value);
    const Node *groups = valueAt(inner, {"groups"});
    QVERIFY(groups && groups->items.size() == 1);
    const Node *expr = groups->items[0]->find("expr");
    QVERIFY(expr);
    const yaml::SourceMap map = expr->map.through(scalar->map);
    const std::size_t zero = expr->value.find('0');
    QCOMPARE(textOf(text, map.toSource(base::ByteRange{zero, zero + 1})), std::string("0"));
    QCOMPARE(map.toContent(text.rfind('0')), zero);
    QCOMPARE(textOf(text, map.toSource(base::ByteRange{0, 2})), std::string("up"));
}

void TestStream::rejectsWhatPrometheusRejects_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("start");
    const auto row = [](const char *name, QByteArray text, int start) { QTest::newRow(name) << text << start; };
    row("unclosed quote at the end", "a: \"b\n", 3);
    row("no space behind the colon", "a: 1\nexpr:vector(1)", 5);
    row("control character", "a: b\x01\n", 4);
    row("not UTF-8", "a: \xFF\n", 3);
    row("unknown escape", "a: \"\\/\"\n", 4);
    row("YAML 1.2", "%YAML 1.2\n---\na: 1\n", 0);
    row("duplicate key", "a: 1\nb: 2\na: 3\n", 10);
    row("anchor inside itself", "a: &x [*x]\n", 7);
    row("empty key", ": 1\n", 1);
}

void TestStream::refusesBottomlessNesting_data()
{
    QTest::addColumn<QByteArray>("level");
    QTest::newRow("lists") << QByteArray("[");
    QTest::newRow("lists over lines") << QByteArray("[\n");
    QTest::newRow("mappings") << QByteArray("{a: ");
    QTest::newRow("lists with values") << QByteArray("[a, ");
    QTest::newRow("block lists") << QByteArray("- ");
    QTest::newRow("explicit keys") << QByteArray("? ");
}

/// In time and memory that do not grow with the square of the text.
void TestStream::refusesBottomlessNesting()
{
    QFETCH(QByteArray, level);
    const yaml::Stream stream = yaml::parse(level.repeated(1'000'000).toStdString());
    QCOMPARE(stream.diagnostics.size(), std::size_t(1));
    QCOMPARE(QByteArray::fromStdString(stream.diagnostics.front().text.english()),
             QByteArray("This is nested too deeply to be read."));
    QVERIFY(stream.diagnostics.front().range.start <= std::size_t(201 * level.size()));
}

void TestStream::rejectsWhatPrometheusRejects()
{
    QFETCH(QByteArray, text);
    QFETCH(int, start);
    const yaml::Stream stream = yaml::parse(text.toStdString());
    QVERIFY(!stream.ok());
    QCOMPARE(int(stream.diagnostics.front().range.start), start);
}

void TestStream::setsScalarsInEveryStyle_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *name, const char *text, const char *value, const char *after) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(value) << QByteArray(after);
    };
    row("plain", "k: up # c\n", "down == 1", "k: down == 1 # c\n");
    row("plain that would be a number", "k: up # c\n", "5", "k: \"5\" # c\n");
    row("number stays plain", "k: 1\n", "2", "k: 2\n");
    row("plain with a colon", "k: up\n", "a: b", "k: \"a: b\"\n");
    row("plain to lines", "k: up\nz: 1\n", "a\nb\n", "k: |\n  a\n  b\nz: 1\n");
    row("single quoted", "k: 'a'\n", "it's", "k: 'it''s'\n");
    row("single quoted to lines", "k: 'a'\n", "a\nb", "k: \"a\\nb\"\n");
    row("double quoted", "k: \"a \\u00e9 b\"\n", "a \xC3\xA9 c", "k: \"a \\u00e9 c\"\n");
    row("literal keeps other lines", "k: |\n    one\n    two\nz: 1\n", "one\ntwo == 2\n",
        "k: |\n    one\n    two == 2\nz: 1\n");
    row("literal grows", "k: |\n  a\nz: 1\n", "a\nb\n", "k: |\n  a\n  b\nz: 1\n");
    row("literal shrinks", "k: |\n  a\n  b\n  c\nz: 1\n", "a\nc\n", "k: |\n  a\n  c\nz: 1\n");
    row("literal loses its end", "k: |\n  a\n  b\nz: 1\n", "a\n", "k: |\n  a\nz: 1\n");
    row("literal without line end", "k: |\n  a\nz: 1\n", "b", "k: |-\n  b\nz: 1\n");
    row("folded keeps its lines", "k: >-\n  aaa\n  bbb\nz: 1\n", "aaa bbx", "k: >-\n  aaa\n  bbx\nz: 1\n");
    row("plain over lines", "k: aaa\n  bbb\nz: 1\n", "aaa bbx", "k: aaa\n  bbx\nz: 1\n");
    row("CRLF", "k: |\r\n  a\r\nz: 1\r\n", "a\nb\n", "k: |\r\n  a\r\n  b\r\nz: 1\r\n");
    row("empty", "k:\nz: 1\n", "5m", "k: 5m\nz: 1\n");
    row("to empty", "k: up\n", "", "k: \"\"\n");
    row("literal to empty", "k: |\n  a\nz: 1\n", "", "k: \"\"\nz: 1\n");
    row("flow", "{k: a, z: 1}\n", "b, c", "{k: \"b, c\", z: 1}\n");
    row("anchored", "k: &x a\n", "b", "k: &x b\n");
}

void TestStream::setsScalarsInEveryStyle()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, after);
    const std::string before = text.toStdString();
    const yaml::Stream stream = yaml::parse(before);
    const Node *node = valueAt(stream, {"k"});
    QVERIFY(node);
    const yaml::ScalarPlace place{stream.documents[0].root->flow ? -1 : 0, stream.documents[0].root->flow, false,
                                  yaml::lineEndOf(before)};
    const auto changed = base::applyEdits(before, yaml::setScalarEdits(before, *node, place, value.toStdString()));
    QVERIFY(changed.ok());
    QCOMPARE(QByteArray::fromStdString(*changed), after);
    const yaml::Stream again = yaml::parse(*changed);
    QVERIFY(again.ok());
    QCOMPARE(QByteArray::fromStdString(valueAt(again, {"k"})->value), value);
}

void TestStream::editsTextInsideABlockScalar()
{
    const std::string text = "data:\n  a: |\n    x: 1\n    y: 2\n  b: 3\n";
    const yaml::Stream stream = yaml::parse(text);
    const Node *scalar = valueAt(stream, {"data", "a"});
    const yaml::ScalarPlace place{2, false, false, "\n"};
    const auto edited = [&](const base::TextEdits &edits) {
        return *base::applyEdits(text, yaml::embeddedEdits(text, *scalar, place, edits));
    };
    QCOMPARE(edited({{{5, 5}, "z: 3\n"}}), std::string("data:\n  a: |\n    x: 1\n    z: 3\n    y: 2\n  b: 3\n"));
    QCOMPARE(edited({{{10, 10}, "z: 3\nw: 4\n"}}),
             std::string("data:\n  a: |\n    x: 1\n    y: 2\n    z: 3\n    w: 4\n  b: 3\n"));
    QCOMPARE(edited({{{5, 10}, ""}}), std::string("data:\n  a: |\n    x: 1\n  b: 3\n"));
    QCOMPARE(edited({{{0, 5}, ""}}), std::string("data:\n  a: |\n    y: 2\n  b: 3\n"));
    QCOMPARE(edited({{{4, 4}, "\nq: 5\n\nr: 6"}}),
             std::string("data:\n  a: |\n    x: 1\n    q: 5\n\n    r: 6\n    y: 2\n  b: 3\n"));
}

REGISTER_TEST(TestStream);
#include "tst_stream.moc"
