"""Routes of cases, and of the rules that suggest who should get one."""
