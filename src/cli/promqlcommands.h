#pragma once

#include <iosfwd>

#include <QStringList>

/// The commands over single expressions.
namespace cli {

int runExplain(const QStringList &arguments, std::istream &in, std::ostream &out, std::ostream &err);
int runParse(const QStringList &arguments, std::istream &in, std::ostream &out, std::ostream &err);

} // namespace cli
