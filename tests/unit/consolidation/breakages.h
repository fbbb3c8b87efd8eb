#pragma once

#include "consolidation/proof.h"
#include "consolidation/proposal.h"

#include <QByteArray>
#include <QTest>

#include <functional>
#include <string>

/// Breaks a proposal on purpose.
using Breakage = std::function<void(consolidation::Proposal &)>;

/// Replaces `from` by `to` in the recording rules, and in alerts for which nothing is recorded.
inline Breakage replaced(const std::string &from, const std::string &to)
{
    return [=](consolidation::Proposal &proposal) {
        bool did = false;
        std::string last;
        for (consolidation::Takeover &takeover : proposal.takeovers) {
            std::string &expr =
                takeover.recording.empty() ? takeover.alerting.rule.expr : takeover.recording.front().rule.expr;
            last = expr;
            for (std::size_t at = expr.find(from); at != std::string::npos; at = expr.find(from, at + to.size())) {
                expr.replace(at, from.size(), to);
                did = true;
            }
        }
        QVERIFY2(did, last.c_str());
    };
}

/// The verdict, its sentence and what speaks for it, for a test's message.
inline QByteArray evidenceOf(const consolidation::Proof &proof)
{
    QByteArray text = consolidation::verdictName(proof.verdict);
    text += ": " + QByteArray::fromStdString(proof.sentence().english());
    for (const consolidation::Evidence &evidence : proof.evidence)
        text += "\n" + QByteArray::fromStdString(evidence.kind + ": " + evidence.text.english());
    return text;
}
