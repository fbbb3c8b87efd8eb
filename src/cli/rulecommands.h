#pragma once

#include <iosfwd>

#include <QStringList>

/// The commands over rule files.
namespace cli {

int runCheck(const QStringList &arguments, std::istream &in, std::ostream &out, std::ostream &err);
int runRules(const QStringList &arguments, std::istream &in, std::ostream &out, std::ostream &err);
int runGraph(const QStringList &arguments, std::istream &in, std::ostream &out, std::ostream &err);
int runBacktest(const QStringList &arguments, std::istream &in, std::ostream &out, std::ostream &err);
int runConsolidate(const QStringList &arguments, std::istream &in, std::ostream &out, std::ostream &err);
int runEdit(const QStringList &arguments, std::istream &in, std::ostream &out, std::ostream &err);
int runFmt(const QStringList &arguments, std::istream &in, std::ostream &out, std::ostream &err);

} // namespace cli
