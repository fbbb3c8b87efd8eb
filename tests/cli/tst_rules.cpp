#include "clicases.h"
#include "support/registry.h"

#include <QTest>

/// The cases of tests/data/cli/rules.
class TestRules : public QObject
{
    Q_OBJECT

private slots:
    void cases_data() { addCliRows("rules"); }
    void cases() { runCliRow(); }
};

REGISTER_TEST(TestRules);
#include "tst_rules.moc"
