#include "widgets/ownrules.h"

#include "workspace/workspace.h"

namespace widgets {

std::vector<std::shared_ptr<const rules::RuleDocument>> ownRules(const workspace::Workspace &workspace)
{
    std::vector<std::shared_ptr<const rules::RuleDocument>> documents;
    for (const workspace::RuleFile &file : workspace.files()) {
        if (!file.twin && file.rules)
            documents.push_back(file.rules);
    }
    return documents;
}

} // namespace widgets
