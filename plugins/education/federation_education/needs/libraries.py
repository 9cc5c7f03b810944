"""Tasks to begin with, for each role. They are our own, and whoever asks writes them anew."""

from typing import Final

LIBRARIES: Final = {
    "practice_nurse": (
        "Practice nurses",
        (
            "Find out why a wound does not heal",
            "Measure blood flow in the leg with a Doppler",
            "Review a person with diabetes",
            "Review a person with asthma or COPD",
            "Give vaccinations to children and travellers",
            "Take a cervical sample",
            "Tell who must see a doctor today",
        ),
    ),
    "reception": (
        "Receptionists and care navigators",
        (
            "Tell who needs help at once",
            "Lead people to the right colleague or service",
            "Speak with people who are upset or angry",
            "Help people with apps and forms online",
            "Handle letters and results",
        ),
    ),
    "assistant": (
        "Healthcare assistants",
        (
            "Take blood",
            "Check blood pressure, and know when to ask",
            "Do a yearly health check with a person with a learning disability",
            "Dress a simple wound",
            "Talk about weight, smoking and alcohol",
        ),
    ),
    "doctor": (
        "GPs",
        (
            "Look after people with several long-term conditions",
            "Talk about the end of life",
            "Treat back pain without imaging",
            "Find cancer early",
            "Supervise colleagues of other professions",
            "Lead a change in the practice",
        ),
    ),
    "pharmacist": (
        "Clinical pharmacists",
        (
            "Review the medicines of people who take ten or more",
            "Reduce opioids together with the person",
            "Start and adjust medicines for blood pressure",
            "Lead an audit of prescribing",
        ),
    ),
    "manager": (
        "Practice managers",
        (
            "Plan appointments by how many are needed",
            "Read the practice’s figures, and tell chance from change",
            "Lead a team through a change",
            "Recruit and keep people",
            "Work with patients on how we serve them",
        ),
    ),
}
"""By a key: what those are called who have the role, and the tasks."""
