package dev.beckon.examples.training;

import dev.beckon.nativerules.NativeContract;

class NativeRulesTest extends NativeContract {}
