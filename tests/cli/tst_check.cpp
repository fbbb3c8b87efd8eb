#include "clicases.h"
#include "support/registry.h"

#include <QTest>

/// The cases of tests/data/cli/check.
class TestCheck : public QObject
{
    Q_OBJECT

private slots:
    void cases_data() { addCliRows("check"); }
    void cases() { runCliRow(); }
};

REGISTER_TEST(TestCheck);
#include "tst_check.moc"
