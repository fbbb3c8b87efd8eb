#pragma once

#include <iosfwd>

#include <QStringList>

namespace cli {

int runDrift(const QStringList &arguments, std::istream &in, std::ostream &out, std::ostream &err);
int runDoctor(const QStringList &arguments, std::istream &in, std::ostream &out, std::ostream &err);

} // namespace cli
