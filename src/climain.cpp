#include "cli/commands.h"

#include <iostream>

#include <QCoreApplication>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationVersion(RULEWRIGHT_VERSION);
    std::ios::sync_with_stdio(false);
    return cli::run(QCoreApplication::arguments().mid(1), std::cin, std::cout, std::cerr);
}
