#include "support/registry.h"

#include <QCoreApplication>

TEST_MAIN(QCoreApplication)
