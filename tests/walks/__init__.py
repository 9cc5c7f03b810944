"""Every page walked as every role: the policy table says what each answer must be."""
