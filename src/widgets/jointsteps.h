#pragma once

#include <QPointer>

#include <string>
#include <vector>

namespace widgets {

class DocumentView;

/// Changes of several files that are one step to undo: taken back, or made again, in one of them, they are in all. A
/// file that was changed since keeps its step.
class JointSteps
{
public:
    struct Part
    {
        QPointer<DocumentView> view;
        std::string before;
        std::string after;
    };

    /// What was just done, as the last step of each view.
    void add(std::vector<Part> parts);
    void clear() { m_steps.clear(); }
    /// The view's last step, and with it those that belong to it.
    void undo(DocumentView *view) const;
    void redo(DocumentView *view) const;
    /// A view of the newest step that all of its files can still take back, or make again; null for none.
    [[nodiscard]] DocumentView *undoable() const;
    [[nodiscard]] DocumentView *redoable() const;

private:
    using Step = std::vector<Part>;

    /// To undo or to redo: how a view goes there and back, and between which texts.
    struct Way
    {
        void (DocumentView::*there)();
        void (DocumentView::*back)();
        std::string Part::*from;
        std::string Part::*to;
    };

    void go(DocumentView *view, const Way &way) const;

    std::vector<Step> m_steps;
};

} // namespace widgets
