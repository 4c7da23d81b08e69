package dev.beckon.mention;

import dev.beckon.nativerules.NativeContract;

class NativeRulesTest extends NativeContract {}
