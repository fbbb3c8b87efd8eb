#include "base/textedit.h"
#include "deployment/registration.h"
#include "deployment/rendering.h"
#include "repositoryof.h"
#include "support/registry.h"

#include <QTest>

class TestRegistration : public QObject
{
    Q_OBJECT

private slots:
    void finds_data();
    void finds();
    void registersByText_data();
    void registersByText();
    void extendsGenerators();
    void removesDanglingEntries();
    void followsKustomizations();
    void findsEnvironments();
    void findsTheObjectsOfARendering();
};

namespace {

std::string object(const std::string &name, const std::string &kind = "Service")
{
    return "apiVersion: v1\nkind: " + kind + "\nmetadata:\n  name: " + name + "\n";
}

} // namespace

void TestRegistration::finds_data()
{
    QTest::addColumn<TestFiles>("files");
    QTest::addColumn<QString>("expected");
    QTest::newRow("complete") << TestFiles{{"k/kustomization.yaml", "resources: [a.yaml]\n"}, {"k/a.yaml", object("a")}}
                              << "";
    QTest::newRow("missing") << TestFiles{{"k/kustomization.yaml", "resources:\n- a.yaml\n"},
                                          {"k/a.yaml", object("a")},
                                          {"k/b.yaml", object("b")}}
                             << "registration/missing k/b.yaml:1\n";
    QTest::newRow("no kustomization") << TestFiles{{"k/a.yaml", object("a")}} << "";
    QTest::newRow("no objects") << TestFiles{{"k/kustomization.yaml", "resources: []\n"}, {"k/values.yaml", "a: 1\n"}}
                                << "";
    QTest::newRow("patches and generated files count as named")
        << TestFiles{{"k/kustomization.yaml",
                      "patches:\n- path: p.yaml\nconfigMapGenerator:\n- name: c\n  files: [x=d.yaml]\n"},
                     {"k/p.yaml", object("a")},
                     {"k/d.yaml", object("d")}}
        << "";
    QTest::newRow("rule file that no generator takes")
        << TestFiles{{"k/kustomization.yaml", "configMapGenerator:\n- name: c\n  files:\n  - r/a.yml # first\n"},
                     {"k/r/a.yml", "groups:\n- {name: a, rules: []}\n"},
                     {"k/r/b.yml", "groups:\n- {name: b, rules: []}\n"},
                     {"k/r/values.yml", "a: 1\n"}}
        << "registration/missing k/r/b.yml:1\n";
    QTest::newRow("listed and not YAML") << TestFiles{{"k/kustomization.yaml", "resources:\n- a.yaml\n"},
                                                      {"k/a.yaml", "a: [\n"}}
                                         << "registration/unreadable k/kustomization.yaml:2\n";
    QTest::newRow("registered from elsewhere") << TestFiles{{"k/kustomization.yaml", "resources: []\n"},
                                                            {"k/a.yaml", object("a")},
                                                            {"o/kustomization.yaml", "resources: [../k/a.yaml]\n"}}
                                               << "";
    QTest::newRow("dangling") << TestFiles{{"k/kustomization.yaml", "resources:\n- a.yaml\ncomponents:\n- ../c\n"}}
                              << "registration/dangling k/kustomization.yaml:2\n"
                                 "registration/dangling k/kustomization.yaml:4\n";
    QTest::newRow("folder without kustomization")
        << TestFiles{{"kustomization.yaml", "resources:\n- k\n"}, {"k/a.yaml", object("a")}}
        << "registration/dangling kustomization.yaml:2\n";
    QTest::newRow("remote") << TestFiles{{"kustomization.yaml", "resources:\n- https://x.example/a.yaml\n- "
                                                                "github.com/o/r//deploy?ref=v1\n"}}
                            << "";
    QTest::newRow("twice") << TestFiles{{"kustomization.yaml", "resources:\n- a.yaml\n- ./a.yaml\n"},
                                        {"a.yaml", object("a")}}
                           << "registration/duplicate kustomization.yaml:3\n";
    QTest::newRow("nested kustomization") << TestFiles{{"b/kustomization.yaml", "resources:\n- x\n"},
                                                       {"b/x/kustomization.yaml", "resources: [a.yaml]\n"},
                                                       {"b/x/a.yaml", object("a")},
                                                       {"b/y/kustomization.yaml", "resources: [a.yaml]\n"},
                                                       {"b/y/a.yaml", object("b")}}
                                          << "registration/missing b/y/kustomization.yaml:1\n";
    QTest::newRow("sub-folder without kustomization") << TestFiles{{"b/kustomization.yaml", "resources:\n- x/a.yaml\n"},
                                                                   {"b/x/a.yaml", object("a")},
                                                                   {"b/x/b.yaml", object("b")},
                                                                   {"b/y/c.yaml", object("c")}}
                                                      << "registration/missing b/x/b.yaml:1\n";
    QTest::newRow("what Argo CD begins with")
        << TestFiles{{"kustomization.yaml", "resources: [a.yaml]\n"},
                     {"a.yaml", object("a")},
                     {"app.yaml", "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: x}\n"}}
        << "";
    QTest::newRow("chart") << TestFiles{{"kustomization.yaml", "resources: [c/a.yaml]\n"},
                                        {"c/Chart.yaml", "name: c\n"},
                                        {"c/a.yaml", object("a")},
                                        {"c/b.yaml", object("b")}}
                           << "";
    QTest::newRow("unreached by Argo CD")
        << TestFiles{{"app.yaml", "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: x}\n"
                                  "spec: {source: {path: o}}\n"},
                     {"o/kustomization.yaml", "resources: [a.yaml]\n"},
                     {"o/a.yaml", object("a")},
                     {"z/kustomization.yaml", "resources: [a.yaml]\n"},
                     {"z/a.yaml", object("a")}}
        << "registration/unreached z/kustomization.yaml:1\n";
}

void TestRegistration::finds()
{
    QFETCH(TestFiles, files);
    const TestRepository repository("gitops", files);
    auto findings = deployment::registrationFindings(repository.repository);
    deployment::sortFindings(findings);
    QTEST(QString::fromStdString(shown(findings)), "expected");
}

void TestRegistration::registersByText_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::newRow("block") << "resources:\n  # scraping\n  - a.yaml # first\n  - c.yaml\nimages: []\n"
                           << "resources:\n  # scraping\n  - a.yaml # first\n  - c.yaml\n  - b.yaml\nimages: []\n";
    QTest::newRow("no indent") << "resources:\n- a.yaml\n"
                               << "resources:\n- a.yaml\n- b.yaml\n";
    QTest::newRow("no line end") << "resources:\n- a.yaml"
                                 << "resources:\n- a.yaml\n- b.yaml";
    QTest::newRow("CRLF") << "resources:\r\n- a.yaml\r\n"
                          << "resources:\r\n- a.yaml\r\n- b.yaml\r\n";
    QTest::newRow("flow") << "resources: [a.yaml]\n"
                          << "resources: [a.yaml, b.yaml]\n";
    QTest::newRow("empty flow") << "resources: []\nimages: []\n"
                                << "resources:\n- b.yaml\nimages: []\n";
    QTest::newRow("null") << "resources:\nimages: []\n"
                          << "resources:\n- b.yaml\nimages: []\n";
    QTest::newRow("no list") << "kind: Kustomization\n"
                             << "kind: Kustomization\nresources:\n- b.yaml\n";
    QTest::newRow("empty file") << ""
                                << "resources:\n- b.yaml\n";
}

void TestRegistration::registersByText()
{
    QFETCH(QString, before);
    const auto manifest = deployment::Manifest::read("kustomization.yaml", before.toStdString());
    const auto edits = deployment::registerEdits(*manifest, "resources", "b.yaml");
    QVERIFY2(edits.ok(), edits.ok() ? "" : edits.error().text.english().c_str());
    const auto text = base::applyEdits(before.toStdString(), *edits);
    QVERIFY(text.ok());
    QTEST(QString::fromStdString(*text), "after");
}

void TestRegistration::extendsGenerators()
{
    const std::string text =
        "configMapGenerator:\n- name: c\n  files:\n  - r/a.yml # first\n\n  # options\n  options: {}\n"
        "patches:\n- path: gone.yaml\n  target: {kind: A}\n- path: p.yaml\n";
    const TestRepository gitops("gitops", {{"kustomization.yaml", text},
                                           {"p.yaml", object("p")},
                                           {"r/a.yml", "groups:\n- {name: a, rules: []}\n"},
                                           {"r/b.yml", "groups:\n- {name: b, rules: []}\n"}});
    std::string mended = text;
    for (const deployment::Finding &finding : deployment::registrationFindings(gitops.repository)) {
        QCOMPARE(finding.edits.size(), std::size_t(1));
        const auto edited = base::applyEdits(text, finding.edits.front().edits);
        QVERIFY(edited.ok());
        if (finding.id == "registration/missing")
            QCOMPARE(*edited,
                     QString::fromStdString(text).replace("# first\n", "# first\n  - r/b.yml\n").toStdString());
        else
            QCOMPARE(*edited,
                     QString::fromStdString(text).remove("- path: gone.yaml\n  target: {kind: A}\n").toStdString());
    }
}

void TestRegistration::removesDanglingEntries()
{
    const std::string text = "resources:\n# kept\n- a.yaml\n- gone.yaml # why\n- c.yaml\n";
    const TestRepository repository("gitops",
                                    {{"kustomization.yaml", text}, {"a.yaml", object("a")}, {"c.yaml", object("c")}});
    const auto findings = deployment::registrationFindings(repository.repository);
    QCOMPARE(findings.size(), std::size_t(1));
    QCOMPARE(findings.front().edits.size(), std::size_t(1));
    const auto mended = base::applyEdits(text, findings.front().edits.front().edits);
    QVERIFY(mended.ok());
    QCOMPARE(*mended, std::string("resources:\n# kept\n- a.yaml\n- c.yaml\n"));
}

void TestRegistration::followsKustomizations()
{
    const TestRepository repository(
        "gitops", {{"o/kustomization.yaml", "namespace: prod\nnamePrefix: p-\nresources:\n- ../b\n"
                                            "patches:\n- path: patch.yaml\n"},
                   {"o/patch.yaml", object("a")},
                   {"b/kustomization.yaml", "resources: [a.yaml]\nconfigMapGenerator:\n- name: rules\n  files: "
                                            "[r.yml=rules.yaml]\n"},
                   {"b/a.yaml", object("a") + "---\n" + object("n", "Namespace")},
                   {"b/rules.yaml", "groups: []\n"}});
    const auto rendering = deployment::renderingOfFolder(repository.repository, "o");
    QCOMPARE(rendering.objects.size(), std::size_t(3));
    QVERIFY(rendering.find("Service", "p-a", "prod"));
    QVERIFY(!rendering.find("Service", "p-a", "other"));
    QVERIFY(rendering.find("Namespace", "n"));
    const auto *made = rendering.find("ConfigMap", "p-rules");
    QVERIFY(made);
    QCOMPARE(made->payloads.size(), std::size_t(1));
    QCOMPARE(made->payloads.front().key, std::string("r.yml"));
    QCOMPARE(made->payloads.front().text, std::string("groups: []\n"));
    // What the patch does is not known from the files.
    QCOMPARE(rendering.unknown, std::vector<std::string>{"patches of o/kustomization.yaml"});
    QVERIFY(!rendering.mayHoldMore);
    QVERIFY(!deployment::reachesRemote(repository.repository, "o"));
    const TestRepository remote("gitops", {{"o/kustomization.yaml", "resources: [../b]\n"},
                                           {"b/kustomization.yaml", "resources: ['https://x.example/y.yaml']\n"}});
    QVERIFY(deployment::reachesRemote(remote.repository, "o"));
    QVERIFY(deployment::renderingOfFolder(remote.repository, "o").mayHoldMore);
}

void TestRegistration::findsEnvironments()
{
    const TestFiles files = {{"base/kustomization.yaml", "resources: []\n"},
                             {"overlays/prod/kustomization.yaml", "resources: [../../base]\n"},
                             {"overlays/dev/kustomization.yaml", "resources: [../../base]\n"}};
    const auto names = [](const TestFiles &each) {
        QStringList list;
        for (const auto &environment : deployment::environmentsOf(TestRepository("gitops", each).repository).list)
            list += QString::fromStdString(environment.name + '=' + environment.folder);
        return list.join(' ');
    };
    QCOMPARE(names(files), QString("overlays/dev=overlays/dev overlays/prod=overlays/prod"));
    TestFiles argo = files;
    argo.emplace_back("argo.yaml", "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop}\n"
                                   "spec: {source: {path: ./overlays/prod}}\n");
    QCOMPARE(names(argo), QString("shop=overlays/prod"));
    TestFiles flux = files;
    flux.emplace_back("flux.yaml", "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"
                                   "metadata: {name: dev}\nspec: {path: ./overlays/dev}\n");
    QCOMPARE(names(flux), QString("dev=overlays/dev"));
}

void TestRegistration::findsTheObjectsOfARendering()
{
    const TestRepository repository(
        "gitops", {{"kustomization.yaml", "resources: [c.yaml]\nconfigMapGenerator:\n- name: g\n  files: [r.yml]\n"},
                   {"r.yml", "groups: []\n"},
                   {"c.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  p.yml: |\n    a: 1\n"}});
    const std::string output = "apiVersion: v1\ndata:\n  p.yml: |\n    a: 1\nkind: ConfigMap\nmetadata:\n  name: c\n"
                               "  namespace: prod\n---\napiVersion: v1\ndata:\n  r.yml: |\n    groups: []\n"
                               "kind: ConfigMap\nmetadata:\n  name: g-abc123\n";
    const auto rendering = deployment::renderingOfOutput(repository.repository, "", output);
    const auto *configMap = rendering.find("ConfigMap", "c");
    QVERIFY(configMap);
    QCOMPARE(configMap->resource.nameSpace, std::string("prod"));
    const deployment::Payload &payload = configMap->payloads.front();
    QCOMPARE(payload.manifest->path(), std::string("c.yaml"));
    const base::ByteRange place = payload.place({3, 4});
    QCOMPARE(payload.manifest->text().substr(place.start, place.size()), std::string("1"));
    const auto *made = rendering.find("ConfigMap", "g-abc123");
    QVERIFY(made);
    QCOMPARE(made->payloads.front().manifest->path(), std::string("r.yml"));
}

REGISTER_TEST(TestRegistration);

#include "tst_registration.moc"
