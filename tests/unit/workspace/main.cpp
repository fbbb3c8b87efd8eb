#include "savechild.h"
#include "support/registry.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == "save-child")
        return runSaveChild(arguments.mid(2));
    return support::runTests(argc, argv);
}
