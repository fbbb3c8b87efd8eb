#include "support/registry.h"

#include <QApplication>

TEST_MAIN(QApplication)
