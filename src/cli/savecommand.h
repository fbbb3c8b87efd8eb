#pragma once

#include <iosfwd>

#include <QStringList>

namespace cli {

int runSave(const QStringList &arguments, std::istream &in, std::ostream &out, std::ostream &err);

} // namespace cli
